package io.wave.api.image.inspect;

import io.wave.api.web.page.PageTimeFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page of an inspected image.
 *
 * @param facts names and values about the image
 * @param layers its layers, oldest first
 * @param total total size of the layers
 * @param config container configuration of the image
 * @param images images of an index
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
     * @param platform its platform
     * @param link whether the page can show it by its platform
     * @param digest its digest
     * @param size size of its manifest
     */
    record Listed(String platform, boolean link, String digest, String size) {

        static Listed of(InspectedIndex.Entry entry) {
            InspectedIndex.OnPlatform platform = entry.platform();
            boolean known = platform != null && platform.os() != null && !"unknown".equals(platform.os());
            return new Listed(
                    platform == null ? PageTimeFormat.UNKNOWN : text(platform),
                    known,
                    Objects.requireNonNullElse(entry.digest(), PageTimeFormat.UNKNOWN),
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
                new Fact("Architecture", Objects.requireNonNullElse(config.architecture(), PageTimeFormat.UNKNOWN)),
                new Fact(
                        "Created",
                        config.created() == null
                                ? PageTimeFormat.UNKNOWN
                                : PageTimeFormat.at("").dateTime(config.created())));
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
                PageTimeFormat.UNKNOWN,
                null,
                index.manifests().stream().map(Listed::of).toList());
    }
}
