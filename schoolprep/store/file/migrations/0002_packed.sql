-- Whole files as bytes, made from the records and made again whenever they are missing or no longer fit.
CREATE TABLE packed (
    subject VARCHAR(32) NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    seal {bytes} NOT NULL,
    body {bytes} NOT NULL
);
