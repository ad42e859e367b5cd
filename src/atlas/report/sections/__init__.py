"""The sections of Raport MP, one module each; every one turns a `Case` into `Section`s and decides nothing twice."""
