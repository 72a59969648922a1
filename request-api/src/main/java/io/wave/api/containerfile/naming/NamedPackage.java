package io.wave.api.containerfile.naming;

import io.wave.api.containerfile.conda.CondaFile;
import io.wave.api.containerfile.conda.InvalidCondaFileException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A package as part of an image name.
 *
 * @param name package name
 * @param version its version, if the Conda file contains one
 */
record NamedPackage(String name, @Nullable String version) {

    private static final Pattern COMPARISON = Pattern.compile("[=<>]+");

    /** The packages in a Conda file; none if its structure is unexpected, since names are only informative. */
    static List<NamedPackage> in(@Nullable String condaFile) {
        if (condaFile == null) {
            return List.of();
        }
        try {
            CondaFile file = CondaFile.parse(condaFile);
            return file.name()
                    .map(name -> List.of(new NamedPackage(name, null)))
                    .orElseGet(() -> file.dependencies().stream()
                            .flatMap(NamedPackage::of)
                            .toList());
        } catch (InvalidCondaFileException _) {
            return List.of();
        }
    }

    /** The package in a line such as {@code channel::name=version}; none for a URL. */
    private static Stream<NamedPackage> of(String dependency) {
        String spec = dependency.startsWith("pip:") ? dependency.substring("pip:".length()) : dependency;
        if (spec.startsWith("http://") || spec.startsWith("https://")) {
            return Stream.empty();
        }
        int channel = spec.indexOf("::");
        List<String> parts = Arrays.asList(COMPARISON.split(channel < 0 ? spec : spec.substring(channel + 2)));
        return parts.isEmpty() || parts.getFirst().isBlank()
                ? Stream.empty()
                : Stream.of(new NamedPackage(parts.getFirst(), parts.size() < 2 ? null : parts.get(1)));
    }

    String nameAndVersion() {
        return version == null ? name : name + "-" + version;
    }
}
