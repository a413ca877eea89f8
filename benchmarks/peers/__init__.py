"""What other people use for the same work, each in the form that its documentation recommends for speed."""
