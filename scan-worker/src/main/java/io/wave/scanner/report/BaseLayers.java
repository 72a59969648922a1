package io.wave.scanner.report;

import io.wave.augment.derive.PlatformImage;
import io.wave.augment.derive.PlatformImages;
import io.wave.augment.manifest.ManifestException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.registry.RegistryClient;
import io.wave.registry.error.RegistryException;
import io.wave.scan.ScanReport;
import io.wave.scan.ScanSpec;
import io.wave.worker.registry.RegistryCalls;
import java.util.List;

/** Finds out which layers of an image are those of the image that it was made from. */
public final class BaseLayers {

    private final PlatformImages images;

    public BaseLayers(RegistryClient registries) {
        this.images = new PlatformImages(registries);
    }

    /** The report with the number of base layers, as far as they are known. */
    public ScanReport addTo(ScanReport report, ScanSpec spec) throws InterruptedException {
        ImageReference base = spec.base();
        if (base == null) {
            return report;
        }
        try {
            PlatformImage image = RegistryCalls.await(images.find(base, spec.platform(), spec.tenant()));
            List<Digest> below =
                    image.layers().stream().map(PlatformImage.Layer::diffId).toList();
            List<Digest> all =
                    report.layers().stream().map(ScanReport.ImageLayer::diffId).toList();
            return all.size() >= below.size() && all.subList(0, below.size()).equals(below)
                    ? report.withBaseLayers(below.size())
                    : report;
        } catch (RegistryException | ManifestException unknown) {
            return report;
        }
    }
}
