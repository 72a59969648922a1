-- What the worker says of how the image was made.
ALTER TABLE image_build ADD COLUMN note text;
