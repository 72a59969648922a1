package io.wave.standalone.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No regular expression of any module takes more than a few looks at each character of a text, or recurses, whatever
 * the text. One that cannot be written like that is used on short texts only, and is listed here.
 */
class PatternsTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]{1,100})</module>");
    /** Built after this module, and run in no service. */
    private static final Set<String> LATER_MODULES = Set.of("deploy/benchmarks", "deploy/trial-servers", "deploy/helm");

    /** How often a character may be read, and a text of whatever length. */
    private static final int READS = 40;

    private static final int MORE_READS = 10_000;
    /** An expression that recurses for each repetition needs more. */
    private static final long STACK = 256 * 1024L;

    /** By class, the length of the longest text that it matches: it refuses longer ones before. */
    private static final Map<String, Integer> LONGEST = Map.of("io.wave.image.ImageReference", 255);

    @Test
    void noPatternBacktracksOrRecurses() {
        List<CodePattern> all = modules().flatMap(PatternsTest::patterns).toList();
        assertThat(all).as("patterns that were found").hasSizeGreaterThan(50);
        assertThat(all.parallelStream()
                        .flatMap(pattern -> fault(pattern).stream())
                        .sorted()
                        .distinct())
                .isEmpty();
    }

    @Test
    void faultsAreFound() {
        assertThat(fault("(?:a|b)*", false))
                .hasValueSatisfying(fault -> assertThat(fault).contains("recurses"));
        assertThat(fault("a+$", true))
                .hasValueSatisfying(fault -> assertThat(fault).contains("again and again"));
        assertThat(fault("ENTRYPOINT\\s+(.*?)\\s*", false)).isPresent();
        assertThat(fault("FROM(?:\\s+--\\S+)*\\s+\\S+", false)).isPresent();
        assertThat(fault("(?:a|b)*+", false)).isEmpty();
        assertThat(fault("[a-z]+x", false)).isEmpty();
    }

    private static Optional<String> fault(String expression, boolean searches) {
        return fault(new CodePattern("here", Pattern.compile(expression), searches));
    }

    private static Stream<Path> modules() {
        try {
            return MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")))
                    .results()
                    .map(found -> found.group(1))
                    .filter(module -> !LATER_MODULES.contains(module))
                    .map(ROOT::resolve);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<CodePattern> patterns(Path module) {
        Path classes = module.resolve("target/classes");
        assertThat(classes).isDirectory();
        try (Stream<Path> files = Files.walk(classes)) {
            return files
                    .filter(file -> file.toString().endsWith(".class"))
                    .flatMap(file -> ClassPatterns.of(bytes(file)).stream())
                    .collect(Collectors.toList())
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Optional<String> fault(CodePattern code) {
        int longest = LONGEST.getOrDefault(code.where(), Integer.MAX_VALUE);
        AtomicReference<Optional<String>> fault = new AtomicReference<>(Optional.empty());
        Thread narrow = new Thread(null, () -> fault.set(tryAll(code, longest)), "patterns", STACK);
        narrow.start();
        try {
            narrow.join();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        return fault.get();
    }

    private static Optional<String> tryAll(CodePattern code, int longest) {
        return HostileTexts.of(code.pattern().pattern())
                .map(text -> text.substring(0, Math.min(text.length(), longest)))
                .flatMap(text -> problem(code, text).stream())
                .findFirst();
    }

    private static Optional<String> problem(CodePattern code, String text) {
        Matcher matcher = code.pattern().matcher(new CountedText(text, (long) READS * text.length() + MORE_READS));
        String begin = text.substring(0, Math.min(text.length(), 20));
        try {
            if (!code.searches()) {
                boolean whole = matcher.matches();
                boolean begins = matcher.lookingAt();
                assertThat(begins).as("what matches begins with itself").isIn(true, whole);
                return Optional.empty();
            }
            while (matcher.find()) {
                // Only read.
            }
            return Optional.empty();
        } catch (StackOverflowError deep) {
            return Optional.of("%s recurses on '%s…'".formatted(code, begin));
        } catch (CountedText.TooManyReads many) {
            return Optional.of("%s reads '%s…' again and again".formatted(code, begin));
        }
    }
}
