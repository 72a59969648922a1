package io.wave.builder;

import io.wave.builder.TestBuilds.ContextFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A container file that uses one feature of the Dockerfile reference, and what the reference says of the image.
 *
 * @param feature the feature
 * @param file the container file, with names of prepared images and servers in braces, such as {@code {base}}
 * @param context files of its context
 * @param config members of the configuration that differ from those of the base image, as JSON; {@code null} for none
 * @param author the author in the configuration; empty for none
 * @param files what the image has besides its base image, as {@link PulledImage} describes it
 * @param failure words of the failure; empty if the file can be built
 */
record ContainerFileSample(
        String feature,
        String file,
        List<ContextFile> context,
        Map<String, String> config,
        String author,
        Map<String, String> files,
        List<String> failure) {

    private static final int FILE = 0644;
    private static final int FOLDER = 0755;
    private static final String ROOT = "0:0";

    /** A file that can be built. */
    static ContainerFileSample building(String feature, String file) {
        return new ContainerFileSample(feature, file, List.of(), Map.of(), "", Map.of(), List.of());
    }

    /** A file that cannot be built, for a reason with these words. */
    static ContainerFileSample failing(String feature, String file, String... words) {
        return new ContainerFileSample(feature, file, List.of(), Map.of(), "", Map.of(), List.of(words));
    }

    ContainerFileSample context(String name, String content) {
        return context(name, content, FILE);
    }

    ContainerFileSample context(String name, String content, int mode) {
        return context(new ContextFile(name, content.getBytes(StandardCharsets.UTF_8), mode));
    }

    ContainerFileSample context(ContextFile more) {
        List<ContextFile> all = new ArrayList<>(context);
        all.add(more);
        return new ContainerFileSample(feature, file, all, config, author, files, failure);
    }

    /** Sets a member of the configuration that engines run by. */
    ContainerFileSample config(String member, String json) {
        return new ContainerFileSample(feature, file, context, with(config, member, json), author, files, failure);
    }

    ContainerFileSample author(String name) {
        return new ContainerFileSample(feature, file, context, config, name, files, failure);
    }

    ContainerFileSample has(String path, String content) {
        return has(path, FILE, ROOT, content);
    }

    ContainerFileSample has(String path, int mode, String owner, String content) {
        return entry(path, PulledImage.file(mode, owner, content.getBytes(StandardCharsets.UTF_8)));
    }

    ContainerFileSample has(String path, byte[] content) {
        return entry(path, PulledImage.file(FILE, ROOT, content));
    }

    ContainerFileSample hasFolder(String path) {
        return hasFolder(path, FOLDER, ROOT);
    }

    ContainerFileSample hasFolder(String path, int mode, String owner) {
        return entry(path, PulledImage.folder(mode, owner));
    }

    ContainerFileSample hasLink(String path, String target) {
        return entry(path, PulledImage.link(ROOT, target));
    }

    private ContainerFileSample entry(String path, String description) {
        return new ContainerFileSample(
                feature, file, context, config, author, with(files, path.substring(1), description), failure);
    }

    private static Map<String, String> with(Map<String, String> map, String key, String value) {
        Map<String, String> more = new TreeMap<>(map);
        more.put(key, value);
        return more;
    }

    boolean isBuilt() {
        return failure.isEmpty();
    }

    /** The prepared image that the image is based on; empty if it has none. */
    Optional<String> base() {
        return Stream.of("{trigger}", "{parent}", "{base}")
                .filter(file::contains)
                .findFirst();
    }

    @Override
    public String toString() {
        return feature;
    }
}
