"""How everything looks: colours, space and type as named tokens, and the one style made from them."""
