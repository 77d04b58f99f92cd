// SPDX-License-Identifier: Apache-2.0
// The clusters of one fleet file, asked all at once. Owned by one command; its thread waits for the
// slowest answer. A cluster that does not answer costs its own part of the picture, never the rest.
#pragma once

#include "cli/options.h"
#include "client/cluster_client.h"

#include <algorithm>
#include <future>
#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

namespace causeway::cli {

template <typename T> struct Answer {
    std::string cluster;
    Result<T> value;
};
template <typename T> using Answers = std::vector<Answer<T>>;

class FleetSession {
public:
    [[nodiscard]] static Result<FleetSession> open(const Options& options, const Clock& clock);

    [[nodiscard]] const client::FleetFile& file() const { return m_file; }
    [[nodiscard]] const client::Credentials& credentials() const { return m_credentials; }
    // The cluster of that name, or the only one when the name is empty.
    [[nodiscard]] Result<const client::ClusterClient*> cluster(const std::string& name) const;

    // ask(client) → Result<T>, for every cluster at the same time; in the order of the file.
    template <typename Ask> [[nodiscard]] auto gather(Ask ask) const {
        using T = typename std::invoke_result_t<Ask, const client::ClusterClient&>::value_type;
        std::vector<std::future<Result<T>>> pending;
        for (const auto& client : m_clients)
            pending.push_back(std::async(std::launch::async, ask, std::cref(*client)));
        Answers<T> answers;
        for (std::size_t i = 0; i < pending.size(); ++i)
            answers.push_back({m_clients[i]->name(), pending[i].get()});
        return answers;
    }

    // ask(client, end) → Result<T> with a T::end, of a window that ends then or, asked without an
    // end, as new as can be. Every cluster's ends at the same moment at last: what one of them
    // counted as sent is what the others counted as arrived.
    template <typename Ask> [[nodiscard]] auto gatherAlike(Ask ask) const {
        const auto answers =
            gather([&](const client::ClusterClient& client) { return ask(client, std::nullopt); });
        const auto end = commonEnd(answers);
        const auto isAlike = [&](const auto& answer) { return !answer.value || answer.value->end == end; };
        if (std::ranges::all_of(answers, isAlike))
            return answers;
        return gather([&](const client::ClusterClient& client) { return ask(client, end); });
    }

    // The moment that a window of every cluster can end at; nothing when none answers.
    [[nodiscard]] std::optional<WallTime> commonEnd() const {
        return commonEnd(
            gather([](const client::ClusterClient& client) { return client.edges(std::chrono::seconds(1)); }));
    }

private:
    using Moment = std::optional<WallTime>;
    // The earliest, but for clusters that are so far behind that the others would show the past.
    template <typename T> [[nodiscard]] static Moment commonEnd(const Answers<T>& answers) {
        constexpr std::chrono::seconds kMostBehind{10};
        Moment newest;
        for (const auto& answer : answers)
            if (answer.value)
                newest = std::max(newest, Moment(answer.value->end));
        Moment end = newest;
        for (const auto& answer : answers)
            if (answer.value && answer.value->end >= *newest - kMostBehind)
                end = std::min(end, Moment(answer.value->end));
        return end;
    }

    client::FleetFile m_file;
    client::Credentials m_credentials;
    std::vector<std::unique_ptr<client::ClusterClient>> m_clients;
};

} // namespace causeway::cli
