package io.wave.builder;

import io.wave.job.engine.container.ContainerEnd;
import io.wave.job.engine.container.ContainerHost;
import io.wave.job.engine.container.ContainerListener;
import io.wave.job.engine.container.ContainerRunner;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.runner.Attempt;
import io.wave.job.engine.runner.TaskRunner;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.util.FileSystemUtils;

/**
 * Containers that need no rights, as processes of this machine: they have the entry point of the images and a folder each, in the
 * place of {@code /wave}. Files come from the object store by URLs of files.
 */
final class LocalContainers implements ContainerHost {

    /** The value of {@code wave.jobs.runner}. */
    static final String RUNNER = "local";

    private static final Set<Container.Tool> TOOLS = Set.of(Container.Tool.BUILD_CLIENT, Container.Tool.SINGULARITY);
    private static final Path ENTRY_POINT = Path.of("").toAbsolutePath().resolveSibling("deploy/images/wave-job");
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CHUNK = 8192;

    private static volatile Optional<Path> programs = Optional.empty();

    private final Map<String, Running> containers = new ConcurrentHashMap<>();

    /** Has containers find the programs in this folder, too, from now on. */
    static void findProgramsIn(Optional<Path> folder) {
        programs = folder;
    }

    /** Runs jobs in such containers if {@link #RUNNER} is selected. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Settings {

        @Bean
        ContainerRunner localRunner(TaskRunner tasks) {
            return new ContainerRunner(RUNNER, new LocalContainers(), tasks);
        }

        @Bean
        static BeanPostProcessor storeWithUrls() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof ObjectStore store ? withUrls(store) : bean;
                }
            };
        }
    }

    private static Object withUrls(ObjectStore store) {
        return Proxy.newProxyInstance(
                LocalContainers.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (_, method, arguments) -> method.getName().equals("downloadUrl")
                        ? store.localFile((ObjectName) arguments[0]).map(Path::toUri)
                        : call(store, method, arguments));
    }

    private static Object call(ObjectStore store, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    private record Running(Path folder, Process process) {

        private static final String LOG = "log";
        private static final String MESSAGE = "message";

        static Running start(Container container) throws IOException {
            Path folder = Files.createTempDirectory("container");
            Path secrets = Files.createDirectory(folder.resolve("secret"));
            Files.createDirectory(folder.resolve("work"));
            for (Map.Entry<String, byte[]> file : container.files().entrySet()) {
                Files.write(secrets.resolve(file.getKey()), file.getValue());
            }
            Path entryPoint =
                    Files.writeString(folder.resolve("wave-job"), inside(folder, Files.readString(ENTRY_POINT)));
            List<String> command = new ArrayList<>(List.of("sh", entryPoint.toString()));
            container.command().forEach(word -> command.add(inside(folder, word)));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(LOG).toFile());
            Map<String, String> environment = builder.environment();
            environment.clear();
            container.variables().forEach((name, value) -> environment.put(name, inside(folder, value)));
            environment.put("PATH", searchPath());
            environment.put("WAVE_MESSAGE", folder.resolve(MESSAGE).toString());
            return new Running(folder, builder.start());
        }

        private static String searchPath() {
            String ofMachine = ExternalBuildKit.searchPath();
            return programs.map(folder -> folder + File.pathSeparator + ofMachine)
                    .orElse(ofMachine);
        }

        private static String inside(Path folder, String text) {
            return text.replace(Path.of(Container.WORK).getParent() + "/", folder + "/");
        }

        InputStream log() throws IOException {
            return Files.newInputStream(folder.resolve(LOG));
        }

        ContainerEnd end() throws IOException {
            Path message = folder.resolve(MESSAGE);
            return new ContainerEnd.Exited(process.exitValue(), Files.exists(message) ? Files.readString(message) : "");
        }

        void remove() throws IOException, InterruptedException {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("a container does not end");
            }
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    @Override
    public boolean has(String jobId) {
        return containers.containsKey(jobId);
    }

    @Override
    public void create(Attempt attempt, Container container) {
        if (!TOOLS.contains(container.tool())) {
            throw new JobFailedException("build failed: a container with a daemon needs rights");
        }
        var _ = containers.computeIfAbsent(attempt.jobId(), _ -> {
            try {
                return Running.start(container);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    @Override
    public ContainerEnd follow(Attempt attempt, ContainerListener listener) throws InterruptedException {
        Running container = containers.get(attempt.jobId());
        if (container == null) {
            return new ContainerEnd.Vanished();
        }
        listener.started();
        try (InputStream log = container.log()) {
            boolean ended = false;
            while (!ended) {
                ended = container.process().waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
                copy(log, listener);
                listener.tick();
            }
            listener.ended();
            return container.equals(containers.get(attempt.jobId())) ? container.end() : new ContainerEnd.Vanished();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void copy(InputStream log, ContainerListener listener) throws IOException {
        byte[] buffer = new byte[CHUNK];
        for (int length = log.read(buffer); length > 0; length = log.read(buffer)) {
            listener.output(buffer, length);
        }
    }

    @Override
    public void remove(String jobId) throws InterruptedException {
        Running removed = containers.remove(jobId);
        if (removed != null) {
            try {
                removed.remove();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @Override
    public void dispose(String jobId) throws InterruptedException {
        remove(jobId);
    }
}
