"""Pages: what every page of the window is and does alike: words, notices, questions, long work, what is kept."""
