// SPDX-License-Identifier: Apache-2.0
// `causewayctl link check`: what both ends of a link tell, put before link/guided_check.
#include "cli/commands.h"
#include "cli/link_facts.h"
#include "cli/link_gather.h"
#include "cli/link_probes.h"
#include "cli/link_views.h"
#include "cli/output.h"

#include <algorithm>
#include <future>

namespace causeway::cli {
namespace {

using client::ClusterClient;
using std::chrono::seconds;

// Each by itself. Of an inventory all or nothing is told: a check that sees half of one would find
// that the rest is not there.
struct End {
    Result<link::ClusterInventory> inventory;
    Result<Both> samples;
};

using Moment = std::optional<WallTime>;

End askEnd(const ClusterClient& client, seconds window, Moment until) {
    return {askInventory(client), askBoth(client, window, until)};
}

Moment newestOf(const ClusterClient& client) {
    const auto edges = client.edges(seconds(1));
    return edges ? Moment(edges->end) : Moment();
}

Result<link::CheckedProbes> askRungs(const ClusterClient& client, const std::string& link,
                                     seconds window) {
    CAUSEWAY_TRY(auto probes, askProbes(client, link, window));
    if (probes.empty())
        return link::CheckedProbes{};
    return link::CheckedProbes{std::move(probes.front().now), std::move(probes.front().usual)};
}

// The two ends of a link, asked at the same time.
class LinkChecker {
public:
    LinkChecker(const ClusterClient& from, const ClusterClient& to, seconds window)
        : m_from(from), m_to(to), m_window(window) {}

    [[nodiscard]] Picture take() const {
        link::CheckFacts facts;
        facts.from = m_from.name();
        facts.to = m_to.name();
        facts.now = SystemClock().wallNow();
        facts.window = m_window;
        Picture picture;
        askAll(facts, picture.silent);
        const auto answers = link::checkLink(facts);
        picture.view = checksView(facts.from, facts.to, answers);
        picture.exit = exitOf(answers, !picture.silent.empty());
        return picture;
    }

private:
    void askAll(link::CheckFacts& facts, std::vector<Silence>& silent) const {
        const bool isOneEnd = &m_from == &m_to;
        const Moment until = bothHave();
        auto near = std::async(std::launch::async, askEnd, std::cref(m_from), m_window, until);
        auto far = std::async(isOneEnd ? std::launch::deferred : std::launch::async, askEnd,
                              std::cref(m_to), m_window, until);
        auto probes = std::async(std::launch::async, askRungs, std::cref(m_from),
                                 m_from.name() + ":" + m_to.name(), m_window);
        std::vector<Both> samples;
        take(near.get(), facts.caller, samples, {silent, m_from.name()});
        if (isOneEnd)
            facts.callee = facts.caller;
        else
            take(far.get(), facts.callee, samples, {silent, m_to.name()});
        // By the clock of whoever recorded it.
        const WallTime end = samples.empty() ? facts.now : samples.back().now.end;
        take(askDenials(m_to, end, m_window), facts.denied, facts.deniedSilence);
        BothPictures pictures = picturesOf(samples);
        facts.picture = std::move(pictures.now);
        facts.usual = std::move(pictures.usual);
        facts.answers = std::move(pictures.answers);
        take(probes.get(), facts.probes, facts.probesSilence);
    }

    // The newest moment that both have counted up to.
    [[nodiscard]] Moment bothHave() const {
        auto far = std::async(std::launch::async, newestOf, std::cref(m_to));
        const Moment near = newestOf(m_from);
        const Moment other = far.get();
        return near && other ? std::min(near, other) : std::max(near, other);
    }

    struct Silent {
        std::vector<Silence>& list;
        std::string cluster;
    };
    static void take(End answer, link::CheckedEnd& end, std::vector<Both>& samples,
                     const Silent& silent) {
        if (answer.inventory)
            end.inventory = *std::move(answer.inventory);
        else
            end.silence = answer.inventory.error().describe();
        if (answer.samples)
            samples.push_back(*std::move(answer.samples));
        else
            end.uncounted = answer.samples.error().describe();
        if (!answer.inventory && !answer.samples)
            silent.list.push_back({silent.cluster, std::move(answer.inventory).error()});
    }
    template <typename T>
    static void take(Result<T> answer, std::optional<T>& into, std::string& silence) {
        if (answer)
            into = *std::move(answer);
        else
            silence = answer.error().describe();
    }

    static Exit exitOf(const std::vector<link::CheckAnswer>& answers, bool isEndSilent) {
        using State = link::CheckAnswer::State;
        const auto has = [&](State state) {
            return std::ranges::find(answers, state, &link::CheckAnswer::state) != answers.end();
        };
        if (has(State::Failed))
            return Exit::Findings;
        if (isEndSilent)
            return Exit::Unreachable;
        return has(State::Unknown) ? Exit::Findings : Exit::Fine;
    }

    const ClusterClient& m_from;
    const ClusterClient& m_to;
    seconds m_window;
};

} // namespace

Result<Exit> linkCheck(const Options& options, const LinkCommand& command, Terminal& terminal) {
    CAUSEWAY_TRY(const auto ends, parseLink(command.link));
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    CAUSEWAY_TRY(const auto* from, session.cluster(ends.from));
    CAUSEWAY_TRY(const auto* to, session.cluster(ends.to));
    const LinkChecker checker(*from, *to, options.window);
    return present(options, terminal, [&] { return checker.take(); });
}

} // namespace causeway::cli
