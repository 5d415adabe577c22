-- Many hands: which merge brought a filing here, and of which devices only a part of the chain stands here.
ALTER TABLE filings ADD COLUMN came VARCHAR(32);
CREATE INDEX filings_came ON filings (came);
ALTER TABLE devices ADD COLUMN partial INTEGER;
