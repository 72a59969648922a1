package io.wave.standalone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each key that a message or a document names can be configured. */
class ConfigurationKeysTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    /** May be compiled at the same time as this test runs. */
    private static final Path BENCHMARKS = Path.of("benchmarks");

    private static final Path METADATA = Path.of("META-INF", "spring-configuration-metadata.json");
    private static final Pattern KEY = Pattern.compile("(?<![\\w./-])wave(?:\\.[a-z0-9][a-z0-9-]*+)++(?!\\w)");

    /** Names in the documentation that look like keys: files, a host, and a setting of Nextflow. */
    private static final Set<String> OTHER_NAMES =
            Set.of("wave.yml", "wave.yaml", "wave.dump", "wave.example.com", "wave.strategy", "wave.io");

    private static final Pattern BUILD_PROPERTY = Pattern.compile("<(wave\\.[a-z.-]{1,100})>");

    private static final Pattern HISTORY = Pattern.compile("CHANGELOG|configuration\\.md|/adr/|/target/");

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void messagesNameKeysThatExist() throws IOException {
        Set<String> known = keys();
        known.addAll(readByTheLauncher());
        Set<String> unknown = new TreeSet<>();
        for (Path file : classes()) {
            texts(file)
                    .filter(text -> text.indexOf(' ') >= 0)
                    .flatMap(ConfigurationKeysTest::named)
                    .filter(key -> !isKnown(key, known))
                    .forEach(key -> unknown.add("%s in %s".formatted(key, file.getFileName())));
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void documentsNameKeysTopicsAndMetersThatExist() throws IOException {
        Set<String> known = keys();
        for (Path file : classes()) {
            texts(file).filter(text -> text.startsWith("wave.")).forEach(known::add);
        }
        known.addAll(propertiesOfTheBuild());
        Set<String> unknown = new TreeSet<>();
        for (Path document : documents()) {
            named(Files.readString(document))
                    .filter(key -> !OTHER_NAMES.contains(key) && !isKnown(key, known))
                    .forEach(key -> unknown.add("%s in %s".formatted(key, ROOT.relativize(document))));
        }
        assertThat(unknown).isEmpty();
    }

    private static Stream<String> named(String text) {
        return KEY.matcher(text).results().map(MatchResult::group);
    }

    /** A key, a group of keys, or an entry of a map. */
    private static boolean isKnown(String name, Set<String> known) {
        return known.stream()
                .anyMatch(key -> key.equals(name) || key.startsWith(name + ".") || name.startsWith(key + "."));
    }

    private Set<String> keys() throws IOException {
        Set<String> keys = new HashSet<>();
        for (Path folder : folders()) {
            Path metadata = folder.resolve(METADATA);
            if (Files.exists(metadata)) {
                for (JsonNode property :
                        json.readTree(Files.readString(metadata)).path("properties")) {
                    keys.add(property.path("name").asString());
                }
            }
        }
        assertThat(keys).hasSizeGreaterThan(50);
        return keys;
    }

    /** Such as those of the images. */
    private static Set<String> propertiesOfTheBuild() throws IOException {
        return BUILD_PROPERTY
                .matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(property -> property.group(1))
                .collect(Collectors.toSet());
    }

    /** It starts the services, and has no Spring itself. */
    static Set<String> readByTheLauncher() throws IOException {
        Set<String> keys = new HashSet<>();
        texts(ROOT.resolve("deploy/standalone/target/classes/io/wave/standalone/Settings.class"))
                .filter(text -> text.startsWith("wave."))
                .forEach(keys::add);
        return keys;
    }

    private static Stream<String> texts(Path file) throws IOException {
        return StreamSupport.stream(ClassFile.of().parse(file).constantPool().spliterator(), false)
                .filter(StringEntry.class::isInstance)
                .map(text -> ((StringEntry) text).stringValue());
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> services = Files.list(ROOT);
                Stream<Path> libraries = Files.list(ROOT.resolve("libs"));
                Stream<Path> deployed = Files.list(ROOT.resolve("deploy"))) {
            return Stream.of(services, libraries, deployed)
                    .flatMap(modules -> modules)
                    .filter(module -> !module.endsWith(BENCHMARKS))
                    .map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    private static List<Path> classes() throws IOException {
        Set<Path> classes = new TreeSet<>();
        for (Path folder : folders()) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".class")).forEach(classes::add);
            }
        }
        return List.copyOf(classes);
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files =
                Files.find(ROOT, 4, (file, _) -> file.toString().endsWith(".md"))) {
            return files.filter(file -> !HISTORY.matcher(file.toString()).find())
                    .sorted()
                    .toList();
        }
    }
}
