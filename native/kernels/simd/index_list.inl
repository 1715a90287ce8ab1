// Lists of constants to unroll over: the library's may not be used here (see native/README.md).

namespace chainrule::CHAINRULE_KERNELS {
namespace {

template <size_t... Index> struct index_list {};
template <size_t Count, size_t... Index> struct make_index_list : make_index_list<Count - 1, Count - 1, Index...> {};
template <size_t... Index> struct make_index_list<0, Index...> {
    using type = index_list<Index...>;
};

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
