// Coefficients of the polynomials in functions.inl, for float and for double. Minimax fits (Remez exchange on 50-digit
// values) made for this file. Each line states the largest error of the fit, relative to the function that it is part
// of: a small part of that type's rounding, 6e-8 or 1.1e-16.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

constexpr real infinity = static_cast<real>(__builtin_huge_val());

#if defined(CHAINRULE_FLOAT64)
/// The smallest normal number, and a factor that makes every denormal number normal.
constexpr real least_normal = 2.2250738585072014e-308;
constexpr real denormal_scale = 18014398509481984.0;
constexpr real denormal_power = 54.0;
/// ln(2) in two parts. The last 21 bits of the first are 0, so its product with a whole number up to 2,000 is exact.
constexpr real ln2_high = 0.6931471803691238;
constexpr real ln2_low = 1.9082149292705877e-10;
/// Below the first e^x rounds to 0, above the second to infinity.
constexpr real exp_lowest = -746.0;
constexpr real exp_highest = 710.0;
/// Below it e^x - 1 rounds to -1, and 2^k is still a normal number.
constexpr real expm1_lowest = -40.0;
/// From these x on, tanh(x / 2) and erf(x) round to 1.
constexpr real tanh_highest = 40.0;
constexpr real erf_highest = 6.0;
/// (e^r - 1 - r) / r^2 for |r| <= ln(2) / 2: 4e-18.
constexpr real exp_fit[] = {0.5000000000000013,    0.166666666666667,    0.0416666666665151,     0.008333333333307163,
                            0.0013888888947108382, 0.000198412699174784, 2.4801489838927194e-05, 2.755721621130897e-06,
                            2.763131957891719e-07, 2.511789094865763e-08};
/// (2 atanh(s) - 2 s) / s^3 in s^2, for s^2 <= 0.0295: 3e-18.
constexpr real log_fit[] = {0.6666666666666731,  0.3999999999943541,  0.2857142873853519, 0.22222198915906133,
                            0.18183548522370852, 0.15314414995527487, 0.1479262575297311};
/// The same for s^2 <= 1/9: 3e-18.
constexpr real log1p_fit[] = {0.6666666666666632,  0.4000000000015426, 0.2857142854814848, 0.22222223954814876,
                              0.1818174436338338,  0.1538655201179977, 0.1330106241764313, 0.12105481707112473,
                              0.08342381033021151, 0.17014927041586883};
/// (tanh(x) - x) / x^3 in x^2, for |x| <= 0.625: 1e-17.
constexpr real tanh_fit[] = {-0.3333333333333293,    0.13333333333269928,    -0.05396825393429365,
                             0.02186948763582938,    -0.00886322169332346,   0.0035919941751631538,
                             -0.0014549822266439175, 0.0005863867857460476,  -0.00022869577715578987,
                             7.728391183123144e-05,  -1.6136593305999443e-05};
/// erf(x) / x - 1 in x^2, for |x| <= 1: 7e-18.
constexpr real erf_fit[] = {0.12837916709551256,     -0.3761263890318355,     0.11283791670945253,
                            -0.02686617064327622,    0.005223977607423468,    -0.0008548325989696758,
                            0.00012055295320494294,  -1.4924744663335489e-05, 1.6447517677871873e-06,
                            -1.6209175911748696e-07, 1.3722976265924504e-08,  -7.801188874097751e-10};
/// (1 - erf(x)) e^(x^2) in x - erfc_centre, for x in [1, 6]: 1e-17.
constexpr real erfc_centre = 2.5;
constexpr real erfc_fit[] = {0.21080636406114003,    -0.07434734678976006,    0.02493799708721512,
                             -0.008001569381599773,  0.0024670368073373005,   -0.0007335909560692105,
                             0.00021101985099397544, -5.886885665010347e-05,  1.5961868428870423e-05,
                             -4.214520377607089e-06, 1.0850613228778407e-06,  -2.7275582976843986e-07,
                             6.737808459498588e-08,  -1.6230930297318592e-08, 3.662002512872782e-09,
                             -8.93353698036266e-10,  2.519065947748634e-10,   -3.488937965803502e-11,
                             1.1635494428297294e-12, -4.089854144361117e-12,  1.1723842200727881e-12};
#else
constexpr real least_normal = 1.17549435e-38f;
constexpr real denormal_scale = 33554432.0f;
constexpr real denormal_power = 25.0f;
constexpr real ln2_high = 0.693359375f;
constexpr real ln2_low = -2.12194440e-4f;
constexpr real exp_lowest = -104.0f;
constexpr real exp_highest = 89.0f;
constexpr real expm1_lowest = -20.0f;
constexpr real tanh_highest = 20.0f;
constexpr real erf_highest = 4.0f;
/// 4e-9.
constexpr real exp_fit[] = {0.5f, 0.166665182f, 0.041666206f, 0.00836890843f, 0.00139505183f};
/// 2e-9.
constexpr real log_fit[] = {0.666667759f, 0.39977634f, 0.298698038f};
/// 5e-9.
constexpr real log1p_fit[] = {0.666664124f, 0.400216639f, 0.279995441f, 0.280231386f};
/// 5e-9.
constexpr real tanh_fit[] = {-0.333332837f, 0.133315146f, -0.0537450351f, 0.0206548367f, -0.0057211807f};
/// 2e-9.
constexpr real erf_fit[] = {0.128379166f,   -0.37612626f,     0.112836003f,  -0.0268544462f,
                            0.00518953661f, -0.000802084571f, 7.8891193e-05f};
/// 2e-8.
constexpr real erfc_centre = 2.0f;
constexpr real erfc_fit[] = {0.255396128f,   -0.106799506f,   0.0417712256f,   -0.0154921515f,
                             0.00557198981f, -0.00160288322f, 0.000560765853f, -0.000388883054f};
#endif

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
