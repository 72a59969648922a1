package io.wave.builder.index;

import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.IndexEntry;
import io.wave.builder.index.IndexDocument.Listed;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.Outcome;
import io.wave.job.engine.process.ProcessRecipe;
import io.wave.job.engine.process.Workspace;
import io.wave.oci.MediaTypes;
import io.wave.registry.ManifestContent;
import io.wave.registry.RegistryAccess;
import io.wave.registry.RegistryClient;
import io.wave.registry.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes an index where that is asked for: reads the manifests of its images, which are in its own repository, and pushes
 * the list of them. All else is left to another recipe.
 */
public final class IndexRecipe implements ProcessRecipe {

    private final RegistryClient registries;
    private final ProcessRecipe images;
    private final JsonMapper json;

    /** @param images makes single images */
    public IndexRecipe(RegistryClient registries, ProcessRecipe images, JsonMapper json) {
        this.registries = registries;
        this.images = images;
        this.json = json;
    }

    @Override
    public Outcome run(Workspace workspace) throws InterruptedException {
        BuildSpec spec = json.readValue(workspace.spec(), BuildSpec.class);
        return spec.index() == null ? images.run(workspace) : index(spec, spec.index(), workspace);
    }

    private Outcome index(BuildSpec spec, List<IndexEntry> entries, Workspace workspace) {
        RegistryAccess access = new RegistryAccess(spec.tenant());
        try {
            List<Listed> images = new ArrayList<>();
            for (IndexEntry entry : entries) {
                workspace.log().line(said(entry));
                images.add(new Listed(entry, read(entry, access)));
            }
            Digest digest = push(spec.target(), IndexDocument.of(images), access, workspace);
            workspace.log().line("Pushed %s as %s".formatted(spec.target(), digest));
            return new Outcome.Succeeded(digest);
        } catch (UnusableImageException | RegistryException failure) {
            workspace.log().line("Error: " + failure.getMessage());
            return new Outcome.Failed("build failed: the index was not made: " + failure.getMessage(), null);
        }
    }

    private static String said(IndexEntry entry) {
        String words = "%s is %s".formatted(entry.platform(), entry.image());
        return entry.build() == null ? words : words + ", made by " + entry.build();
    }

    private ManifestContent read(IndexEntry entry, RegistryAccess access) {
        ImageReference image = entry.image().at(Objects.requireNonNull(entry.digest()));
        ManifestContent manifest = registries
                .manifest(image, access)
                .blockOptional()
                .orElseThrow(() -> new UnusableImageException(
                        "the image %s for %s is no longer there".formatted(image, entry.platform())));
        if (MediaTypes.isIndex(manifest.mediaType())) {
            throw new UnusableImageException(
                    "the image %s for %s is an index itself".formatted(image, entry.platform()));
        }
        return manifest;
    }

    private Digest push(ImageReference target, byte[] index, RegistryAccess access, Workspace workspace) {
        workspace.pushing();
        return Objects.requireNonNull(registries
                .into(target.registry(), target.repository(), access)
                .manifest(target.reference(), MediaTypes.OCI_INDEX, index)
                .block());
    }
}
