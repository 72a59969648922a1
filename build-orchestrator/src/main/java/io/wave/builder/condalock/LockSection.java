package io.wave.builder.condalock;

import io.wave.job.engine.tool.MaskedUrls;
import io.wave.job.engine.tool.OutputFilter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Extracts the lock file that a build prints from its log. The lock file is between two marker lines; an echoed
 * command, such as that of a cached step, contains the markers within a line and is not affected. Prefixes that tools
 * add to lines of output are removed. If there are several lock files, the last one is used. Secrets of URLs in the rest of
 * the log are masked.
 */
public final class LockSection implements OutputFilter {

    static final String START = ">> CONDA_LOCK_START";
    static final String END = "<< CONDA_LOCK_END";
    private static final Pattern PREFIX = Pattern.compile("(?:\\[[^\\]]{1,100}] )?(?:#\\d++ \\d++(?:\\.\\d++)? )?");
    /** Longer lines are processed in pieces: no marker is as long. */
    private static final int MAX_LINE = 64 * 1024;
    /** Far above the size of any lock file; a longer section stays in the log. */
    private static final int MAX_SECTION = 2 * 1024 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private @Nullable StringBuilder section;
    /** The original text, to be logged if the section never ends. */
    private StringBuilder original = new StringBuilder();

    private boolean prefixed;
    private @Nullable String lockFile;

    /** The lock file, if the output contained a complete one. */
    public Optional<String> lockFile() {
        return Optional.ofNullable(lockFile);
    }

    @Override
    public byte[] keep(byte[] bytes, int length) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(length);
        for (int i = 0; i < length; i++) {
            line.write(bytes[i]);
            if (bytes[i] == '\n' || line.size() >= MAX_LINE) {
                kept.writeBytes(take());
            }
        }
        return kept.toByteArray();
    }

    @Override
    public byte[] rest() {
        byte[] kept = take();
        byte[] unended = given(original.toString());
        section = null;
        original = new StringBuilder();
        return unended.length == 0 ? kept : concat(unended, kept);
    }

    private byte[] take() {
        byte[] bytes = line.toByteArray();
        line.reset();
        String text = new String(bytes, StandardCharsets.UTF_8);
        int prefix = prefixLength(text);
        String words = text.substring(prefix).stripTrailing();
        if (words.equals(START)) {
            return begin(text, prefix > 0);
        }
        StringBuilder open = section;
        return open == null ? masked(bytes, text) : words.equals(END) ? end(open) : collect(open, text);
    }

    /** The bytes of a line as they are, which need not be text, unless something in it is masked. */
    private static byte[] masked(byte[] bytes, String text) {
        String masked = MaskedUrls.in(text);
        return masked.equals(text) ? bytes : masked.getBytes(StandardCharsets.UTF_8);
    }

    private static int prefixLength(String text) {
        Matcher prefix = PREFIX.matcher(text);
        return prefix.lookingAt() ? prefix.end() : 0;
    }

    /** A second start marker means that the first one did not start a section. */
    private byte[] begin(String text, boolean withPrefix) {
        byte[] unended = given(original.toString());
        section = new StringBuilder();
        original = new StringBuilder(text);
        prefixed = withPrefix;
        return unended;
    }

    private byte[] collect(StringBuilder open, String text) {
        original.append(text);
        if (original.length() > MAX_SECTION) {
            byte[] tooLong = given(original.toString());
            section = null;
            original = new StringBuilder();
            return tooLong;
        }
        open.append(prefixed ? text.substring(prefixLength(text)) : text);
        return new byte[0];
    }

    private byte[] end(StringBuilder open) {
        lockFile = open.toString();
        section = null;
        original = new StringBuilder();
        return new byte[0];
    }

    private static byte[] given(String text) {
        return MaskedUrls.in(text).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream(first.length + second.length);
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
