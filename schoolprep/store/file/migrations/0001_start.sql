-- The first format: settings, what was filed, the records, who opened whose file, drafts.
-- {bytes} is the database's own word for bytes.
CREATE TABLE meta (
    name VARCHAR(40) NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE devices (
    device VARCHAR(200) NOT NULL PRIMARY KEY,
    records INTEGER NOT NULL,
    link {bytes} NOT NULL,
    openings INTEGER NOT NULL,
    opening_link {bytes} NOT NULL
);
CREATE TABLE filings (
    n INTEGER NOT NULL PRIMARY KEY,
    act VARCHAR(32) NOT NULL,
    undoes VARCHAR(32),
    about TEXT NOT NULL,
    author VARCHAR(200) NOT NULL,
    device VARCHAR(200) NOT NULL REFERENCES devices (device),
    written VARCHAR(32) NOT NULL
);
CREATE INDEX filings_act ON filings (act);
CREATE INDEX filings_undoes ON filings (undoes);
CREATE TABLE records (
    n INTEGER NOT NULL PRIMARY KEY,
    id VARCHAR(32) NOT NULL UNIQUE,
    blank VARCHAR(40) NOT NULL,
    subject VARCHAR(32) NOT NULL,
    answers TEXT,
    filing INTEGER NOT NULL REFERENCES filings (n),
    standing SMALLINT NOT NULL,
    restores VARCHAR(32),
    seq INTEGER NOT NULL,
    nonce {bytes},
    digest {bytes} NOT NULL,
    link {bytes} NOT NULL
);
CREATE INDEX records_subject ON records (subject, standing);
CREATE INDEX records_filing ON records (filing, blank);
CREATE TABLE replacements (
    new VARCHAR(32) NOT NULL REFERENCES records (id),
    place INTEGER NOT NULL,
    old VARCHAR(32) NOT NULL,
    PRIMARY KEY (new, place)
);
CREATE INDEX replacements_old ON replacements (old);
CREATE TABLE openings (
    n INTEGER NOT NULL PRIMARY KEY,
    subject VARCHAR(32) NOT NULL,
    author VARCHAR(200) NOT NULL,
    device VARCHAR(200) NOT NULL REFERENCES devices (device),
    opened VARCHAR(32) NOT NULL,
    seq INTEGER NOT NULL,
    link {bytes} NOT NULL
);
CREATE INDEX openings_subject ON openings (subject);
CREATE TABLE drafts (
    name VARCHAR(200) NOT NULL PRIMARY KEY,
    state {bytes} NOT NULL,
    saved VARCHAR(32) NOT NULL
);
