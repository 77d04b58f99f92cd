// SPDX-License-Identifier: Apache-2.0
// `causewayctl link check`: what both ends of a link tell, put before link/guided_check.
#include "cli/commands.h"
#include "cli/link_facts.h"
#include "cli/link_gather.h"
#include "cli/link_views.h"
#include "cli/output.h"

#include <algorithm>
#include <future>

namespace causeway::cli {
namespace {

using client::ClusterClient;
using std::chrono::seconds;

struct End {
    link::ClusterInventory inventory;
    Both samples;
};

Result<End> askEnd(const ClusterClient& client, seconds window) {
    End end;
    CAUSEWAY_TRY(end.inventory, askInventory(client));
    CAUSEWAY_TRY(end.samples, askBoth(client, window));
    return end;
}

Result<link::CheckedProbes> askProbes(const ClusterClient& client, const std::string& link,
                                      seconds window) {
    CAUSEWAY_TRY(auto now, client.probes(link, window));
    CAUSEWAY_TRY(auto usual, client.probes(link, kUsual, now.end - window));
    return link::CheckedProbes{std::move(now.probes), std::move(usual.probes)};
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
        auto near = std::async(std::launch::async, askEnd, std::cref(m_from), m_window);
        auto far = std::async(std::launch::async, askEnd, std::cref(m_to), m_window);
        auto probes = std::async(std::launch::async, askProbes, std::cref(m_from),
                                 m_from.name() + ":" + m_to.name(), m_window);
        std::vector<Both> samples;
        take(near.get(), facts.caller, samples, {silent, m_from.name()});
        const auto farEnd = far.get();
        // By the clock of whoever recorded it.
        const WallTime end = farEnd ? farEnd->samples.now.end : facts.now;
        take(askDenials(m_to, end, m_window), facts.denied, facts.deniedSilence);
        // A link from a cluster to itself has one end to ask.
        if (&m_from == &m_to)
            facts.callee = facts.caller;
        else
            take(farEnd, facts.callee, samples, {silent, m_to.name()});
        BothPictures pictures = picturesOf(samples);
        facts.picture = std::move(pictures.now);
        facts.usual = std::move(pictures.usual);
        facts.answers = std::move(pictures.answers);
        take(probes.get(), facts.probes, facts.probesSilence);
    }

    struct Silent {
        std::vector<Silence>& list;
        std::string cluster;
    };
    static void take(Result<End> answer, link::CheckedEnd& end, std::vector<Both>& samples,
                     const Silent& silent) {
        if (!answer) {
            end.silence = answer.error().describe();
            silent.list.push_back({silent.cluster, std::move(answer).error()});
            return;
        }
        end.inventory = std::move(answer->inventory);
        samples.push_back(std::move(answer->samples));
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
