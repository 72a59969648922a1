package io.wave.api.platform.call;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.wave.api.platform.pairing.PairingMessage;
import org.jspecify.annotations.Nullable;

/** A message between replicas. Messages are encrypted, since requests have tokens and replies have data of users. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface RelayMessage {

    /**
     * A request for a Platform that is connected to the replica that gets it.
     *
     * @param from the replica that waits for the reply
     * @param location of the Platform
     * @param timeoutMillis how long the reply is waited for; null in messages of earlier versions
     */
    @JsonTypeName("request")
    record Request(
            String from,
            String location,
            PairingMessage.Request request,
            @Nullable Long timeoutMillis) implements RelayMessage {}

    /**
     * What became of a request.
     *
     * @param reply null if there is none
     * @param failure why there is none
     */
    @JsonTypeName("result")
    record Result(
            PairingMessage.@Nullable Reply reply, @Nullable String failure) implements RelayMessage {}

    /** The result of a request is there, for the replica that waits. */
    @JsonTypeName("done")
    record Done(String id) implements RelayMessage {}
}
