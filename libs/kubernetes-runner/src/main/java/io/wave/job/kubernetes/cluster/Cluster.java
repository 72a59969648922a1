package io.wave.job.kubernetes.cluster;

import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.BatchV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.CoreV1Event;
import io.kubernetes.client.openapi.models.CoreV1EventList;
import io.kubernetes.client.openapi.models.V1DeleteOptions;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobList;
import io.kubernetes.client.openapi.models.V1ListMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodList;
import io.kubernetes.client.openapi.models.V1Preconditions;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.util.Watch;
import io.wave.job.kubernetes.object.Names;
import io.wave.job.kubernetes.object.SecretObject;
import io.wave.job.kubernetes.status.JobObjects;
import io.wave.job.kubernetes.status.StartEvents;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests to a cluster. */
final class Cluster {

    private static final Logger logger = LoggerFactory.getLogger(Cluster.class);

    /** How long a watch goes on before everything is listed again. */
    private static final Duration WATCH = Duration.ofMinutes(5);
    /** The API sends bookmarks about once a minute, so a stream that is silent for longer is broken. */
    private static final Duration SILENCE = Duration.ofSeconds(100);

    private static final Duration RESPONSE = Duration.ofSeconds(15);
    private static final Type WATCH_EVENT = new TypeToken<Watch.Response<JsonObject>>() {}.getType();

    private final ApiClient streamClient;
    private final BatchV1Api batch;
    private final CoreV1Api core;
    private final BatchV1Api batchStreams;
    private final CoreV1Api coreStreams;

    /** @param connection creates clients of the cluster */
    Cluster(Supplier<ApiClient> connection) {
        ApiClient client = connection.get();
        client.setReadTimeout((int) RESPONSE.toMillis());
        this.streamClient = connection.get();
        streamClient.setReadTimeout((int) SILENCE.toMillis());
        this.batch = new BatchV1Api(client);
        this.core = new CoreV1Api(client);
        this.batchStreams = new BatchV1Api(streamClient);
        this.coreStreams = new CoreV1Api(streamClient);
    }

    ObjectWatch.Source<V1Job> jobs(String namespace) {
        return new ObjectWatch.Source<>() {
            @Override
            public ObjectWatch.Listing<V1Job> list() throws ApiException {
                V1JobList list = batch.listNamespacedJob(namespace)
                        .labelSelector(Names.SELECTOR)
                        .execute();
                return new ObjectWatch.Listing<>(list.getItems(), version(list.getMetadata()));
            }

            @Override
            public Watch<JsonObject> watch(String version) throws ApiException {
                return Watch.createWatch(
                        streamClient,
                        batchStreams
                                .listNamespacedJob(namespace)
                                .labelSelector(Names.SELECTOR)
                                .allowWatchBookmarks(true)
                                .resourceVersion(version)
                                .timeoutSeconds((int) WATCH.toSeconds())
                                .watch(true)
                                .buildCall(null),
                        WATCH_EVENT);
            }

            @Override
            public Class<V1Job> type() {
                return V1Job.class;
            }
        };
    }

    ObjectWatch.Source<V1Pod> pods(String namespace) {
        return new ObjectWatch.Source<>() {
            @Override
            public ObjectWatch.Listing<V1Pod> list() throws ApiException {
                V1PodList list = core.listNamespacedPod(namespace)
                        .labelSelector(Names.SELECTOR)
                        .execute();
                return new ObjectWatch.Listing<>(list.getItems(), version(list.getMetadata()));
            }

            @Override
            public Watch<JsonObject> watch(String version) throws ApiException {
                return Watch.createWatch(
                        streamClient,
                        coreStreams
                                .listNamespacedPod(namespace)
                                .labelSelector(Names.SELECTOR)
                                .allowWatchBookmarks(true)
                                .resourceVersion(version)
                                .timeoutSeconds((int) WATCH.toSeconds())
                                .watch(true)
                                .buildCall(null),
                        WATCH_EVENT);
            }

            @Override
            public Class<V1Pod> type() {
                return V1Pod.class;
            }
        };
    }

    private static String version(@Nullable V1ListMeta metadata) {
        return metadata == null ? "0" : Objects.requireNonNullElse(metadata.getResourceVersion(), "0");
    }

    Optional<V1Job> find(String namespace, String name) throws InterruptedException {
        return Requests.send(
                "reading a Job", () -> batch.readNamespacedJob(name, namespace).execute());
    }

    /** @throws RefusedException if it is refused, or exists */
    V1Job create(String namespace, V1Job job) throws InterruptedException {
        return Requests.send(
                        "creating a Job",
                        () -> batch.createNamespacedJob(namespace, job).execute())
                .orElseThrow(() -> noNamespace(namespace));
    }

    /** Creates a Secret, in the place of one that an attempt has left behind. */
    void create(String namespace, V1Secret secret) throws InterruptedException {
        try {
            createNew(namespace, secret);
        } catch (RefusedException refused) {
            if (!refused.isConflict()) {
                throw refused;
            }
            deleteSecret(
                    namespace,
                    String.valueOf(Objects.requireNonNull(secret.getMetadata()).getName()));
            createNew(namespace, secret);
        }
    }

    private void createNew(String namespace, V1Secret secret) throws InterruptedException {
        V1Secret _ = Requests.send(
                        "creating a Secret",
                        () -> core.createNamespacedSecret(namespace, secret).execute())
                .orElseThrow(() -> noNamespace(namespace));
    }

    private static RefusedException noNamespace(String namespace) {
        return new RefusedException(new ApiException(404, "namespace '%s' not found".formatted(namespace)));
    }

    /** Makes Kubernetes remove a Secret with its job. */
    void own(String namespace, V1Secret secret, V1Job job) throws InterruptedException {
        String name =
                String.valueOf(Objects.requireNonNull(secret.getMetadata()).getName());
        Optional<V1Secret> _ = Requests.send(
                "updating a Secret",
                () -> core.replaceNamespacedSecret(name, namespace, SecretObject.ownedBy(secret, job))
                        .execute());
    }

    /** Begins to delete a Job; it exists until its pods are gone. */
    void deleteJob(String namespace, String name) throws InterruptedException {
        Optional<?> _ = Requests.send(
                "deleting a Job",
                () -> batch.deleteNamespacedJob(name, namespace)
                        .propagationPolicy("Foreground")
                        .execute());
    }

    /**
     * Deletes a Job at once, and its Secret with it, as a rule; its pods end when their nodes report it.
     *
     * @return false if it is not there any more
     */
    boolean deleteAtOnce(String namespace, V1Job job) throws InterruptedException {
        String name = String.valueOf(Objects.requireNonNull(job.getMetadata()).getName());
        try {
            return Requests.send(
                            "deleting a Job",
                            () -> batch.deleteNamespacedJob(name, namespace)
                                    .body(new V1DeleteOptions()
                                            .propagationPolicy("Background")
                                            .preconditions(new V1Preconditions().uid(JobObjects.uid(job))))
                                    .execute())
                    .isPresent();
        } catch (RefusedException refused) {
            if (refused.isConflict()) {
                return false;
            }
            throw refused;
        }
    }

    void deleteSecret(String namespace, String name) throws InterruptedException {
        Optional<?> _ = Requests.send(
                "deleting a Secret",
                () -> core.deleteNamespacedSecret(name, namespace).execute());
    }

    /** Why the pod of a Job cannot be created, in the words of the API; empty if that is not known. */
    Optional<String> refusal(String namespace, String name) throws InterruptedException {
        return StartEvents.newest(events(
                namespace, "involvedObject.kind=Job,involvedObject.name=%s,reason=FailedCreate".formatted(name)));
    }

    /** Why its node cannot start a pod, in the words of the node; empty if it can, or that is not known. */
    Optional<String> obstacle(String namespace, String pod) throws InterruptedException {
        return StartEvents.obstacle(events(namespace, "involvedObject.kind=Pod,involvedObject.name=%s".formatted(pod)));
    }

    /** Events only explain why a pod waits: a job goes on without them. */
    private List<CoreV1Event> events(String namespace, String fields) throws InterruptedException {
        try {
            return Requests.send(
                            "reading events",
                            () -> core.listNamespacedEvent(namespace)
                                    .fieldSelector(fields)
                                    .execute())
                    .map(CoreV1EventList::getItems)
                    .orElse(List.of());
        } catch (RefusedException refused) {
            logger.atWarn()
                    .addKeyValue("namespace", namespace)
                    .addKeyValue("cause", refused.getMessage())
                    .log("Events cannot be read");
            return List.of();
        }
    }

    /** The log of a pod from its beginning, followed to its end, with the time before each line. */
    Call log(String namespace, String pod) throws ApiException {
        return coreStreams
                .readNamespacedPodLog(pod, namespace)
                .container(Names.CONTAINER)
                .follow(true)
                .timestamps(true)
                .buildCall(null);
    }
}
