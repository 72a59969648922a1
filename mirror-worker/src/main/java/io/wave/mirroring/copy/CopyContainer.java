package io.wave.mirroring.copy;

import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.plan.ContainerRun;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.job.engine.tool.ToolIo;
import io.wave.mirror.MirrorWork;
import io.wave.worker.egress.ContainerEgress;
import io.wave.worker.registry.ToolRegistries;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One attempt at a copy by skopeo in a container, which repeats requests that fail for a time. */
final class CopyContainer implements ContainerRun {

    private static final int LAST_LINES = 3;
    /** What skopeo reads and writes is not known here. */
    private static final ToolIo UNKNOWN = new ToolIo(0, 0);

    private static final Skopeo.Files FILES = new Skopeo.Files(
            Path.of(Container.SECRETS, Skopeo.CREDENTIALS),
            Path.of(Container.SECRETS, Skopeo.LOCATIONS),
            Path.of(Container.WORK));

    private final MirrorWork mirror;
    private final CopyInputs.Copy copy;
    private final ToolRegistries registries;
    private final ContainerEgress network;
    private final CopyProperties properties;
    private final Work work;
    private SkopeoOutput output;

    CopyContainer(
            MirrorWork mirror,
            CopyInputs.Copy copy,
            ToolRegistries registries,
            ContainerEgress network,
            CopyProperties properties,
            Work work) {
        this.mirror = mirror;
        this.copy = copy;
        this.registries = registries;
        this.network = network;
        this.properties = properties;
        this.work = work;
        this.output = new SkopeoOutput(copy.progress()::begun);
    }

    @Override
    public Container container() {
        List<String> retries = List.of("--retry-times", Integer.toString(properties.retries()));
        List<List<String>> commands = Skopeo.copies(mirror, copy.contents().parts(), FILES, registries, retries);
        return new Container(
                Container.Tool.SKOPEO,
                Container.inOrder(commands),
                Skopeo.environment(FILES, network.environment()),
                network.with(Map.of(
                        Skopeo.CREDENTIALS, Skopeo.credentials(mirror, registries),
                        Skopeo.LOCATIONS, Skopeo.locations(mirror, registries))));
    }

    @Override
    public OutputFilter output() {
        copy.progress().restarted();
        output = new SkopeoOutput(copy.progress()::begun);
        return output;
    }

    @Override
    public void observe() {
        boolean _ = copy.progress().test(UNKNOWN);
    }

    @Override
    public Outcome succeeded(String message) throws InterruptedException {
        return copy.completion().outcome();
    }

    @Override
    public Outcome failed(int exitCode) {
        String words =
                output.failure().orElseGet(() -> String.join("; ", work.log().lastLines(LAST_LINES)));
        return SkopeoFailure.outcome(words, 1, exitCode);
    }

    @Override
    public void close() {}
}
