package io.wave.mirroring.copy;

import io.wave.image.Digest;
import io.wave.job.engine.tool.MaskedUrls;
import io.wave.job.engine.tool.OutputFilter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The output of skopeo: which blobs it copies, and why it failed. Secrets of URLs, such as signed ones that registries redirect
 * to, are masked.
 */
final class SkopeoOutput implements OutputFilter {

    private static final int LONGEST_LINE = 64 * 1024;
    private static final Pattern BLOB = Pattern.compile("Copying (?:blob|config) sha256:([0-9a-f]{64})(?: .*)?");
    private static final Pattern FATAL = Pattern.compile("time=\\S+ level=fatal msg=\"(.*)\"\\s*");

    private final Consumer<Digest> copying;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile @Nullable String failure;

    /** @param copying called when the copy of a blob begins */
    SkopeoOutput(Consumer<Digest> copying) {
        this.copying = copying;
    }

    /** Why the last run failed, in the words of skopeo. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** A new run begins. */
    void restarted() {
        line.reset();
        failure = null;
    }

    @Override
    public byte[] keep(byte[] bytes, int length) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(length);
        for (int i = 0; i < length; i++) {
            line.write(bytes[i]);
            if (bytes[i] == '\n' || line.size() == LONGEST_LINE) {
                kept.writeBytes(endLine());
            }
        }
        return kept.toByteArray();
    }

    @Override
    public byte[] rest() {
        return endLine();
    }

    private byte[] endLine() {
        String text = MaskedUrls.in(line.toString(StandardCharsets.UTF_8));
        line.reset();
        read(text.strip());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void read(String text) {
        Matcher blob = BLOB.matcher(text);
        if (blob.matches()) {
            copying.accept(new Digest(blob.group(1)));
            return;
        }
        Matcher fatal = FATAL.matcher(text);
        if (fatal.matches()) {
            failure = fatal.group(1).replace("\\\"", "\"").replace("\\n", " ");
        }
    }
}
