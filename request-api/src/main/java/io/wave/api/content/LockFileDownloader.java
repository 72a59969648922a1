package io.wave.api.content;

import io.wave.api.web.problem.ApiException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** Downloads lock files of packages, which package managers cannot install from a URL. */
@Component
public class LockFileDownloader {

    private final ContentProperties properties;
    private final ContextDownloader web;
    private final ContentStore stored;

    LockFileDownloader(ContentProperties properties, ContextDownloader web, ContentStore stored) {
        this.properties = properties;
        this.web = web;
        this.stored = stored;
    }

    /**
     * The text of a lock file.
     *
     * @param field its field in the request, for error messages
     * @throws ApiException 400 if it cannot be downloaded, is too large or is not text
     */
    public String download(String field, URI url) {
        AtomicReference<String> text = new AtomicReference<>("");
        stored.inFile(file -> {
            web.download(field, url, file, properties.maxLockFile().toBytes());
            try {
                text.set(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                        .toString());
            } catch (CharacterCodingException binary) {
                throw ApiException.invalid(field, "the content of '%s' is not text in UTF-8".formatted(url));
            }
        });
        return text.get();
    }
}
