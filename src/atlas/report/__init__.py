"""Raport MP: `build` decides every figure and sentence once, as data; the renderers (`html`) only draw them."""
