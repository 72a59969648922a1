package io.wave.standalone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/configuration.md} is what the services' own metadata says. Run with {@code -Dwave.docs.update=true} to write
 * it again.
 */
class ConfigurationReferenceTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path REFERENCE = ROOT.resolve("docs/configuration.md");
    private static final String METADATA = "target/classes/META-INF/spring-configuration-metadata.json";
    private static final String GENERATED = "<!-- generated: the keys -->\n";

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void matchesMetadata() throws IOException {
        String text = Files.readString(REFERENCE);
        String introduction = text.substring(0, text.indexOf(GENERATED) + GENERATED.length());
        String expected = introduction + tables();
        if (Boolean.getBoolean("wave.docs.update")) {
            Files.writeString(REFERENCE, expected);
        }
        assertThat(Files.readString(REFERENCE))
                .as("docs/configuration.md is out of date: run 'make docs' and commit it")
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
        for (JsonNode property : json.readTree(Files.readString(metadata)).path("properties")) {
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
