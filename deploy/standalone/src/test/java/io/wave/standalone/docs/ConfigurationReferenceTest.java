package io.wave.standalone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/configuration.md} and the list of known keys are what the services' own metadata says. Run with {@code
 * -Dwave.docs.update=true} to write them again.
 */
class ConfigurationReferenceTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path REFERENCE = ROOT.resolve("docs/configuration.md");
    private static final Path KNOWN_KEYS =
            ROOT.resolve("libs/configuration/src/main/resources/io/wave/config/keys.txt");
    private static final Pattern SETTING = Pattern.compile("wave(?:\\.[a-z-]+)+");
    private static final String METADATA = "target/classes/META-INF/spring-configuration-metadata.json";
    private static final String GENERATED = "<!-- generated: the keys -->\n";

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void matchesMetadata() throws IOException {
        String text = Files.readString(REFERENCE);
        String introduction = text.substring(0, text.indexOf(GENERATED) + GENERATED.length());
        String expected = introduction + tables();
        assertCurrent(REFERENCE, expected);
    }

    /** A typing error in a key is reported only if the list has all the keys. */
    @Test
    void knownKeysMatchMetadata() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (Path module : modules()) {
            for (JsonNode property : properties(module.resolve(METADATA))) {
                keys.add(property.path("name").asString() + (hasEntries(property) ? ".*" : ""));
            }
        }
        ConfigurationKeysTest.readByTheLauncher().stream()
                .filter(key -> SETTING.matcher(key).matches())
                .forEach(keys::add);
        assertCurrent(KNOWN_KEYS, String.join("\n", keys) + "\n");
    }

    private static boolean hasEntries(JsonNode property) {
        return property.path("type").asString("").matches("java\\.util\\.(?:Map|List|Set)<.*");
    }

    private static void assertCurrent(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("wave.docs.update")) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file))
                .as("%s is out of date: run 'make docs' and commit it", ROOT.relativize(file))
                .isEqualTo(expected);
    }

    private String tables() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path module : modules()) {
            List<String> rows = rows(module.resolve(METADATA));
            if (!rows.isEmpty()) {
                text.append("\n## ").append(module.getFileName()).append("\n\n");
                text.append("| Key | Default | Meaning |\n|---|---|---|\n");
                rows.forEach(row -> text.append(row).append('\n'));
            }
        }
        return text.toString();
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> services = Files.list(ROOT);
                Stream<Path> libraries = Files.list(ROOT.resolve("libs"))) {
            return Stream.concat(services, libraries)
                    .filter(module -> Files.exists(module.resolve(METADATA)))
                    .sorted()
                    .toList();
        }
    }

    private List<String> rows(Path metadata) throws IOException {
        TreeMap<String, String> rows = new TreeMap<>();
        for (JsonNode property : properties(metadata)) {
            String name = property.path("name").asString();
            rows.put(
                    name,
                    "| `%s` | %s | %s |"
                            .formatted(
                                    name,
                                    defaultOf(property),
                                    cell(property.path("description").asString(""))));
        }
        return new ArrayList<>(rows.values());
    }

    private JsonNode properties(Path metadata) throws IOException {
        return json.readTree(Files.readString(metadata)).path("properties");
    }

    private static String defaultOf(JsonNode property) {
        JsonNode value = property.path("defaultValue");
        if (value.isMissingNode()) {
            return "";
        }
        String text = value.isArray()
                ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
                : value.asString();
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String cell(String text) {
        return text.replaceAll("\\s+", " ")
                .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                .replace("|", "\\|");
    }
}
