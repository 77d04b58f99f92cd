// SPDX-License-Identifier: Apache-2.0
// One proxy's side of the Config contract (config.proto), without the stream: what it asked for,
// what it was sent, and what it has to be sent next. A value of the stream, under its mutex. Keeps
// names and versions, never a queue of messages: whoever reads slowly gets the newest state, and
// costs no one else anything.
#pragma once

#include "control/config/compiler.h"

#include <map>
#include <optional>

namespace causeway::control {

class Subscriptions {
public:
    explicit Subscriptions(ProxyInstance subscriber) : m_subscriber(std::move(subscriber)) {}

    void hold(const rules::Held& held); // before its subscription
    void subscribe(const rules::ResourceName& name);
    void unsubscribe(const rules::ResourceName& name);
    // The version of the trust anchors, when that sequence brought them and is the newest of
    // theirs.
    [[nodiscard]] std::optional<std::string> confirmedTrust(std::uint64_t sequence) const;
    // The name that was refused; nothing when that sequence was not the newest of its name. A
    // refused delta is answered by the whole resource; a refused whole one waits for a change.
    std::optional<rules::ResourceName> refuse(std::uint64_t sequence);
    // Everything is to be looked at again, or only what depends on who is ready.
    enum class News { All, Readiness };
    void worldChanged(News news = News::All);

    // The next update to send, if any is due. It counts as sent.
    [[nodiscard]] std::optional<rules::ConfigUpdate> next(const World& world);

    [[nodiscard]] const ProxyInstance& subscriber() const { return m_subscriber; }

private:
    struct Entry {
        bool due = true;                        // has to be looked at
        std::optional<std::string> version;     // that the proxy has, as far as we know
        bool answered = false;                  // on this stream
        SharedCompiled base;                    // endpoints that a delta would change
        std::uint64_t lastSequence = 0;
        bool lastWasDelta = false;
    };
    [[nodiscard]] rules::ConfigUpdate update(const rules::ResourceName& name, Entry& entry,
                                             SharedCompiled compiled);

    ProxyInstance m_subscriber;
    std::map<rules::ResourceName, Entry> m_entries; // settings and trust come first
    std::map<rules::ResourceName, std::string> m_held;
    std::uint64_t m_sequence = 0;
};

// What turns `before` into `after`; both sorted by address.
[[nodiscard]] balance::EndpointsDelta difference(const balance::Endpoints& before,
                                                 const balance::Endpoints& after);

} // namespace causeway::control
