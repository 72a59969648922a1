package io.wave.api.image.inspect;

import io.wave.api.web.page.PageTimes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the page about an image shows.
 *
 * @param facts what is said about the image in a line each
 * @param layers its layers, oldest first
 * @param total size of all of them
 * @param config how a container of it runs
 * @param images the images of an index
 */
record InspectPage(
        List<Fact> facts,
        List<LayerBar> layers,
        String total,
        InspectedConfig.@Nullable Running config,
        List<Listed> images) {

    /** A name and a value. */
    record Fact(String name, String value) {}

    /**
     * An image of an index.
     *
     * @param platform what it runs on
     * @param link whether the page can show it by that platform
     * @param digest its digest
     * @param size size of its manifest
     */
    record Listed(String platform, boolean link, String digest, String size) {

        static Listed of(InspectedIndex.Entry entry) {
            InspectedIndex.OnPlatform platform = entry.platform();
            boolean known = platform != null && platform.os() != null && !"unknown".equals(platform.os());
            return new Listed(
                    platform == null ? PageTimes.UNKNOWN : text(platform),
                    known,
                    Objects.requireNonNullElse(entry.digest(), PageTimes.UNKNOWN),
                    LayerBar.size(entry.size()));
        }

        private static String text(InspectedIndex.OnPlatform platform) {
            String name = platform.os() + "/" + platform.architecture();
            return platform.variant() == null ? name : name + "/" + platform.variant();
        }
    }

    static InspectPage of(InspectedImage image) {
        InspectedManifest manifest = image.manifest();
        InspectedConfig config = image.config();
        List<Fact> facts = List.of(
                new Fact("Image", image.registry() + "/" + image.imageName()),
                new Fact("Reference", image.reference()),
                new Fact("Digest", image.digest().toString()),
                new Fact("Media type", manifest.mediaType()),
                new Fact("Architecture", Objects.requireNonNullElse(config.architecture(), PageTimes.UNKNOWN)),
                new Fact(
                        "Created",
                        config.created() == null
                                ? PageTimes.UNKNOWN
                                : PageTimes.at("").moment(config.created())));
        return new InspectPage(
                facts,
                LayerBar.of(manifest.layers()),
                LayerBar.size(manifest.layers().stream()
                        .map(InspectedManifest.Blob::size)
                        .filter(Objects::nonNull)
                        .collect(Collectors.summingLong(Long::longValue))),
                config.config(),
                List.of());
    }

    static InspectPage of(InspectedIndex index) {
        List<Fact> facts =
                List.of(new Fact("Digest", index.digest().toString()), new Fact("Media type", index.mediaType()));
        return new InspectPage(
                facts,
                List.of(),
                PageTimes.UNKNOWN,
                null,
                index.manifests().stream().map(Listed::of).toList());
    }
}
