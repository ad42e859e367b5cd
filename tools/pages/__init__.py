"""The generated reference pages, one module for each page. They decide nothing: all words come from the product."""
