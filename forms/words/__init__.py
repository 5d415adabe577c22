"""Words: how the window speaks: its sentences, dates and names of classes in the language of the reader."""
