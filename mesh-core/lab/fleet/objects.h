// SPDX-License-Identifier: Apache-2.0
// What a fleet means as the objects that its control planes read, and as the fleet file that
// console and causewayctl read. Pure.
#pragma once

#include "lab/fleet/fleet.h"
#include "lab/network/address_plan.h"
#include "resource/object.h"

#include <string>
#include <vector>

namespace causeway::lab {

// Namespace, and the one instance, of every cluster's own programs.
inline constexpr auto kSystemNamespace = "causeway";
inline constexpr auto kGatewayInstance = "gateway-1";

// "spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger"
[[nodiscard]] std::string identityOf(const Fleet& fleet, const Cluster& cluster,
                                     const std::string& namespace_, const std::string& account);

// What an application of `from` writes as authority to call: "ledger.bank" or, over a link,
// "ledger-gcp.bank". The call is a valid one.
[[nodiscard]] std::string authorityOf(const Fleet& fleet, const Cluster& from, const Call& call);

[[nodiscard]] std::vector<resource::Object>
clusterObjects(const Fleet& fleet, const Cluster& cluster, const AddressPlan& addresses);
// `client` is the certificate's file name without its ending; paths are as LabFiles lays them out.
[[nodiscard]] resource::Object fleetObject(const Fleet& fleet, const std::string& client);

} // namespace causeway::lab
