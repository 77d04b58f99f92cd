// SPDX-License-Identifier: GPL-3.0-or-later
// One cluster as a connector sees it. The host makes it, moves it to the worker thread of its
// session and calls everything there; it tells by signals, from any thread of its own. Never blocks
// its worker on the network, never touches the GUI, never hands out a type of its transport.
#pragma once

#include "base/result.h"
#include "sdk/objects.h"
#include "sdk/prompt.h"
#include "sdk/range_query.h"
#include "sdk/updates.h"

#include <QObject>

#include <optional>

namespace causeway::app::sdk {

using RequestId = quint64;

// The cluster cannot be heard. What it told before stays on the screen, with its age.
struct Lost {
    ErrorKind kind = ErrorKind::Unavailable; // PermissionDenied, Unauthenticated: denied, not away
    QString reason;
    QString
        nextStep; // what helps, when the connector knows better than the kind says; may be empty
    // When the source tries again by itself; nothing: it has given up and wants a new start().
    std::optional<domain::Milliseconds> retryIn;
};

class Source : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    // Starts telling: first a snapshot, then what changes, and ticks from up to 15 minutes ago on,
    // as far back as can be known. After lost() without retryIn it is called again.
    virtual void start() = 0;
    // After it returns no signal comes. Not called from within a signal of this source.
    virtual void stop() = 0;
    // "Retry now": ends a wait for the next attempt.
    virtual void retryNow() {}

    // Each is answered by exactly one signal with the same id, unless stop() comes first. A source
    // without the capability need not override it: the answer then says so.
    virtual void queryRange(RequestId id, const RangeQuery& query);
    virtual void listObjects(RequestId id, const ObjectQuery& query);
    virtual void apply(RequestId id, const Action& action);
    virtual void answerPrompt(RequestId id, const PromptAnswer& answer);

Q_SIGNALS:
    void updated(const causeway::app::sdk::Updates& updates);
    void lost(const causeway::app::sdk::Lost& lost);
    // What our credentials allow there: "viewer"; sent once it is known.
    void roleKnown(const QString& role);
    void rangeAnswered(causeway::app::sdk::RequestId id,
                       const causeway::app::sdk::RangeAnswer& answer);
    void objectsAnswered(causeway::app::sdk::RequestId id,
                         const causeway::app::sdk::ObjectsAnswer& answer);
    void actionFinished(causeway::app::sdk::RequestId id,
                        const causeway::app::sdk::ActionAnswer& answer);
    void promptNeeded(causeway::app::sdk::RequestId id, const causeway::app::sdk::Prompt& prompt);
};

} // namespace causeway::app::sdk

Q_DECLARE_METATYPE(causeway::app::sdk::Lost)
