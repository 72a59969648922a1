-- Registry credentials that the tenant keeps elsewhere, encrypted, until the job ends.
ALTER TABLE job ADD COLUMN logins text;
