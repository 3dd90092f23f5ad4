#include "simulator/cluster/mpi_exchange.h"

#include <mpi.h>

#include <algorithm>

namespace ringside::sim {
namespace {

/// MPI aborts all ranks itself when one of its calls fails, as is its default; so results are not looked at.
class MpiExchange final : public Exchange {
 public:
  MpiExchange() {
    int provided = 0;
    // Threads play, but only the one that runs the command talks.
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
  }
  MpiExchange(const MpiExchange&) = delete;
  MpiExchange& operator=(const MpiExchange&) = delete;
  ~MpiExchange() override { MPI_Finalize(); }

  std::size_t rank() const override { return static_cast<std::size_t>(rank_); }
  std::size_t size() const override { return static_cast<std::size_t>(size_); }

  std::vector<std::string> all_gather(const std::string& own) override {
    const std::uint64_t own_size = own.size();
    std::vector<std::uint64_t> sizes(size());
    MPI_Allgather(&own_size, 1, MPI_UINT64_T, sizes.data(), 1, MPI_UINT64_T, MPI_COMM_WORLD);
    std::vector<std::string> all(size());
    for (std::size_t rank = 0; rank < size(); ++rank) all[rank].reserve(sizes[rank]);
    // MPI counts in int: pieces that are below 2^30 bytes together.
    const std::uint64_t piece = (std::uint64_t{1} << 30) / size();
    const std::uint64_t longest = *std::max_element(sizes.begin(), sizes.end());
    for (std::uint64_t begin = 0; begin < longest; begin += piece) gather_piece(own, sizes, begin, piece, all);
    return all;
  }

 private:
  void gather_piece(const std::string& own, const std::vector<std::uint64_t>& sizes, std::uint64_t begin, std::uint64_t piece,
                    std::vector<std::string>& all) const {
    std::vector<int> counts;
    std::vector<int> places;
    int end = 0;
    for (const std::uint64_t size : sizes) {
      places.push_back(end);
      counts.push_back(static_cast<int>(std::min(piece, size - std::min(size, begin))));
      end += counts.back();
    }
    std::string bytes(static_cast<std::size_t>(end), '\0');
    const char* const from = own.data() + std::min<std::uint64_t>(begin, own.size());
    MPI_Allgatherv(from, counts[rank()], MPI_CHAR, bytes.data(), counts.data(), places.data(), MPI_CHAR, MPI_COMM_WORLD);
    for (std::size_t rank = 0; rank < size(); ++rank)
      all[rank].append(bytes, static_cast<std::size_t>(places[rank]), static_cast<std::size_t>(counts[rank]));
  }

  int rank_ = 0;
  int size_ = 1;
};

}  // namespace

std::unique_ptr<Exchange> mpi_exchange() { return std::make_unique<MpiExchange>(); }

}  // namespace ringside::sim
