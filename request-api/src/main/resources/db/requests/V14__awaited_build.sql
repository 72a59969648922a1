-- Which builds wait for which: those of an index for those of its images. A row goes when that is decided.
CREATE TABLE awaited_build (
    waiting text NOT NULL REFERENCES image_build (id) ON DELETE CASCADE,
    awaited text NOT NULL REFERENCES image_build (id) ON DELETE CASCADE,
    PRIMARY KEY (waiting, awaited)
);

CREATE INDEX awaited_build_awaited ON awaited_build (awaited);
