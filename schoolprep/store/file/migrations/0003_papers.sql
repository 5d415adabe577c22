-- The bytes of people's papers, each once, by their SHA-256; records of the blank "paper" name them.
CREATE TABLE papers (
    digest VARCHAR(64) NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL,
    content {bytes} NOT NULL
);
