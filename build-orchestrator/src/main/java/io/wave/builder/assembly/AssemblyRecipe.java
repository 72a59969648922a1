package io.wave.builder.assembly;

import io.wave.augment.ManifestException;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.Assembly;
import io.wave.builder.context.InvalidContextException;
import io.wave.job.engine.Outcome;
import io.wave.job.engine.process.ProcessRecipe;
import io.wave.job.engine.process.Workspace;
import io.wave.registry.RegistryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.json.JsonMapper;

/** Assembles an image where that is enough; what only a build can make is built. */
public final class AssemblyRecipe implements ProcessRecipe {

    private static final String NOTE = "assembled without a build";

    private final Assembler assembler;
    private final ProcessRecipe build;
    private final JsonMapper json;

    public AssemblyRecipe(Assembler assembler, ProcessRecipe build, JsonMapper json) {
        this.assembler = assembler;
        this.build = build;
        this.json = json;
    }

    @Override
    public Outcome run(Workspace workspace) throws InterruptedException {
        BuildSpec spec = json.readValue(workspace.spec(), BuildSpec.class);
        return spec.assembly() == null ? build.run(workspace) : assemble(spec, spec.assembly(), workspace);
    }

    private Outcome assemble(BuildSpec spec, Assembly assembly, Workspace workspace) throws InterruptedException {
        try {
            return new Outcome.Succeeded(assembler.assemble(spec, assembly, workspace), NOTE);
        } catch (ManifestException onlyByBuild) {
            workspace.log().line("not assembled but built: " + onlyByBuild.getMessage());
            return build.run(workspace);
        } catch (RegistryException | InvalidContextException failure) {
            workspace.log().line(String.valueOf(failure.getMessage()));
            return new Outcome.Failed("build failed: " + failure.getMessage(), null);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
