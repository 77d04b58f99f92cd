// SPDX-License-Identifier: Apache-2.0
// The clusters of one fleet file, asked all at once. Owned by one command; its thread waits for the
// slowest answer. A cluster that does not answer costs its own part of the picture, never the rest.
#pragma once

#include "cli/options.h"
#include "client/cluster_client.h"

#include <future>
#include <memory>
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

private:
    client::FleetFile m_file;
    client::Credentials m_credentials;
    std::vector<std::unique_ptr<client::ClusterClient>> m_clients;
};

} // namespace causeway::cli
