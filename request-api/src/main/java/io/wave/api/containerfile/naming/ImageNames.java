package io.wave.api.containerfile.naming;

import io.wave.container.ContainerId;
import io.wave.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names of built images: the repository as typed, the packages of the Conda file, and the container id. */
public final class ImageNames {

    private static final int MAX_NAMES = 5;

    private ImageNames() {}

    /**
     * The name of an image, by the rules of the Wave API.
     *
     * @param repository repository, as typed
     * @param id container id
     * @param condaFile Conda file from which names are taken, or null
     * @param strategy naming strategy; null is {@link NameStrategy#tagPrefix}
     * @return {@code repository:tag}, possibly with a suffix of the repository; always a valid name
     */
    public static String of(
            String repository, ContainerId id, @Nullable String condaFile, @Nullable NameStrategy strategy) {
        List<NamedPackage> packages = NamedPackage.in(condaFile);
        return switch (strategy) {
            case none -> plain(repository, id);
            case imageSuffix -> suffixed(repository, id, packages);
            case tagPrefix -> prefixed(repository, id, packages);
            case null -> prefixed(repository, id, packages);
        };
    }

    private static String plain(String repository, ContainerId id) {
        return repository + ":" + id;
    }

    private static String prefixed(String repository, ContainerId id, List<NamedPackage> packages) {
        String names = NamePart.tag(joined(packages, NamedPackage::nameAndVersion));
        return repository + ":" + tag(names, id);
    }

    private static String suffixed(String repository, ContainerId id, List<NamedPackage> packages) {
        String names = NamePart.name(joined(packages, NamedPackage::name));
        String name = repository.replaceAll("(?<!/)/++$", "") + "/" + names + ":" + tag(version(packages), id);
        return names.isEmpty() || !isImage(name) ? plain(repository, id) : name;
    }

    private static String tag(String words, ContainerId id) {
        return words.isEmpty() ? id.hex() : words + "--" + id;
    }

    private static String joined(List<NamedPackage> packages, Function<NamedPackage, String> word) {
        List<String> words = packages.stream().map(word).distinct().collect(Collectors.toCollection(ArrayList::new));
        if (words.size() > MAX_NAMES) {
            words.subList(MAX_NAMES - 1, words.size()).clear();
            words.add("pruned");
        }
        return String.join("_", words);
    }

    /** The version, if all packages have the same one. */
    private static String version(List<NamedPackage> packages) {
        List<String> versions = packages.stream()
                .map(each -> Objects.requireNonNullElse(each.version(), ""))
                .distinct()
                .toList();
        return versions.size() == 1 ? NamePart.tag(versions.getFirst()) : "";
    }

    /** A suffix can make a repository name longer than registries allow. */
    private static boolean isImage(String name) {
        try {
            ImageReference.parse(name);
            return true;
        } catch (IllegalArgumentException tooLong) {
            return false;
        }
    }
}
