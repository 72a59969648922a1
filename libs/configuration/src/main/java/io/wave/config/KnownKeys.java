package io.wave.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of all services, so that a mistyped one is reported whichever service reads it. {@code make docs} generates the list
 * from the services' metadata. Spellings are as relaxed as those of Spring: {@code wave.build.publicRepo}.
 */
public final class KnownKeys {

    /** Below the class folder; a line that ends with {@link #ENTRIES} is a map or a list. */
    static final String LIST = "keys.txt";

    private static final String ENTRIES = ".*";
    private static final Pattern OURS = Pattern.compile("(?:wave|rate-?limit)[.\\[].*", Pattern.CASE_INSENSITIVE);

    /** A mistyped key below these would leave open what the operator wanted to close. */
    private static final List<String> PROTECTED =
            List.of("wave.capabilities.", "wave.platform.", "wave.security.", "wave.tokens.oidc.");

    private static final KnownKeys ALL = new KnownKeys();

    private final Set<String> keys;
    private final List<String> open;

    private KnownKeys() {
        Set<String> lines = lines();
        this.keys = lines.stream().filter(line -> !line.endsWith(ENTRIES)).collect(Collectors.toUnmodifiableSet());
        this.open = lines.stream()
                .filter(line -> line.endsWith(ENTRIES))
                .map(line -> line.substring(0, line.length() - ENTRIES.length()))
                .toList();
    }

    private static Set<String> lines() {
        try (InputStream stream = Objects.requireNonNull(KnownKeys.class.getResourceAsStream(LIST), LIST);
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().map(KnownKeys::uniform).collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * A line for each key of this project that does not exist, in alphabetical order. Other keys, such as those of Spring, are
     * not looked at.
     *
     * @throws InvalidConfigurationException if an unknown key is in a group that restricts access
     */
    public static List<String> warnings(Stream<String> keys) {
        Set<String> unknown = keys.filter(key -> OURS.matcher(key).matches() && !ALL.contains(uniform(key)))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String key : unknown) {
            if (PROTECTED.stream().anyMatch(uniform(key)::startsWith)) {
                throw new InvalidConfigurationException(
                        key + ": unknown key", "Correct the name. All keys are in docs/configuration.md.");
            }
        }
        return unknown.stream()
                .map(key -> key + ": unknown key, ignored; see docs/configuration.md")
                .toList();
    }

    private boolean contains(String key) {
        return keys.contains(key)
                || open.stream()
                        .anyMatch(map -> key.equals(map) || key.startsWith(map + ".") || key.startsWith(map + "["))
                || Stream.concat(keys.stream(), open.stream()).anyMatch(known -> known.startsWith(key + "."));
    }

    private static String uniform(String key) {
        return key.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }
}
