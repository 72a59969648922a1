package io.wave.proxy.hold;

import io.wave.job.JobRecord;
import io.wave.proxy.background.BackgroundTask;
import io.wave.proxy.redis.ChannelListener;
import io.wave.redis.RedisKeys;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

/**
 * Listens to changes of jobs and wakes the pulls that wait for them. Looks up all jobs after each subscription,
 * since earlier messages were missed, and at regular intervals.
 */
final class JobChangeListener implements ChannelListener, BackgroundTask {

    private final HeldPulls pulls;
    private final JsonMapper json;
    private final Duration pollInterval;
    private final Sinks.Many<Long> subscriptions = Sinks.many().multicast().directBestEffort();

    JobChangeListener(HeldPulls pulls, JsonMapper json, Duration pollInterval) {
        this.pulls = pulls;
        this.json = json;
        this.pollInterval = pollInterval;
    }

    @Override
    public String channel() {
        return RedisKeys.JOB_CHANGES_CHANNEL;
    }

    @Override
    public void onMessage(String message) {
        JobRecord record = json.readValue(message, JobRecord.class);
        pulls.onRecord(record);
    }

    @Override
    public void onSubscribed() {
        subscriptions.tryEmitNext(0L);
    }

    @Override
    public Flux<Void> run() {
        Flux<Long> triggers =
                Flux.merge(Flux.interval(pollInterval), subscriptions.asFlux()).onBackpressureLatest();
        return BackgroundTask.onTrigger(triggers, pollInterval, Mono.defer(pulls::lookUpAll));
    }
}
