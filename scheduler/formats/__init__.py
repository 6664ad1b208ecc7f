"""What readers and writers must agree on: names of files and columns, and how sheets are laid out."""
