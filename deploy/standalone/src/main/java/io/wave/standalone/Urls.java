package io.wave.standalone;

import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;

/** Addresses of files and folders. */
final class Urls {

    private Urls() {}

    static URL of(Path path) {
        try {
            URI uri = path.toUri();
            return uri.toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
