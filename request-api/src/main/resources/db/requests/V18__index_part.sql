-- Which builds made the images of an index, for as long as both are kept.
CREATE TABLE index_part (
    whole text NOT NULL REFERENCES image_build (id) ON DELETE CASCADE,
    part  text NOT NULL REFERENCES image_build (id) ON DELETE CASCADE,
    PRIMARY KEY (whole, part)
);

CREATE INDEX index_part_part ON index_part (part);

INSERT INTO index_part (whole, part)
SELECT DISTINCT w.id, p.id
FROM image_build w
CROSS JOIN LATERAL json_array_elements(
    CASE WHEN json_typeof(w.spec::json -> 'index') = 'array' THEN w.spec::json -> 'index' ELSE '[]'::json END) entry
JOIN image_build p ON p.id = entry ->> 'build';
