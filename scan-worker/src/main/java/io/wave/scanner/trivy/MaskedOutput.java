package io.wave.scanner.trivy;

import io.wave.job.engine.tool.MaskedUrls;
import io.wave.job.engine.tool.OutputFilter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Output without the secrets of URLs, line by line; a line that is too long is split. */
final class MaskedOutput implements OutputFilter {

    private static final int MAX_LINE = 64 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public byte[] keep(byte[] bytes, int length) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(length);
        for (int i = 0; i < length; i++) {
            line.write(bytes[i]);
            if (bytes[i] == '\n' || line.size() == MAX_LINE) {
                kept.writeBytes(rest());
            }
        }
        return kept.toByteArray();
    }

    @Override
    public byte[] rest() {
        byte[] masked = MaskedUrls.in(line.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        line.reset();
        return masked;
    }
}
