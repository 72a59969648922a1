package io.wave.proxy.hold;

import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.RedisKeys;
import io.wave.proxy.background.BackgroundWork;
import io.wave.proxy.redis.ChannelListener;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hears how builds go on and wakes the pulls that wait for them. Looks for all of them again after each subscription,
 * since words published before it were missed, and now and then without a reason.
 */
final class JobChanges implements ChannelListener, BackgroundWork {

    private final HeldPulls pulls;
    private final JsonMapper json;
    private final Duration pollInterval;
    private final Sinks.Many<Long> subscriptions = Sinks.many().multicast().directBestEffort();

    JobChanges(HeldPulls pulls, JsonMapper json, Duration pollInterval) {
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
        if (record.kind() == JobKind.BUILD) {
            pulls.heard(record);
        }
    }

    @Override
    public void onSubscribed() {
        subscriptions.tryEmitNext(0L);
    }

    @Override
    public Flux<Void> work() {
        Flux<Long> asked =
                Flux.merge(Flux.interval(pollInterval), subscriptions.asFlux()).onBackpressureLatest();
        return BackgroundWork.passes(asked, pollInterval, Mono.defer(pulls::lookForAll));
    }
}
