package io.wave.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Values that the chart is rendered with, and the file with what comes out.
 *
 * @param name of both files
 */
record ValueSet(String name) {

    private static final Path VALUES = Path.of("src/test/resources/values");
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static Stream<ValueSet> all() throws IOException {
        return names(VALUES).stream().map(ValueSet::new);
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.yaml$", ""))
                    .sorted()
                    .toList();
        }
    }

    static List<String> goldenNames() throws IOException {
        return names(GOLDEN);
    }

    Path golden() {
        return GOLDEN.resolve(name + ".yaml");
    }

    /** The options of helm; a set with the name of a file of values that the chart has is added to it. */
    List<String> options() {
        Stream<Path> published = Stream.of(Helm.CHART.resolve("values-%s.yaml".formatted(name)));
        return Stream.concat(published.filter(Files::exists), Stream.of(VALUES.resolve(name + ".yaml")))
                .flatMap(file -> Stream.of("--values", file.toString()))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
