// Well-known public tables in small: the names, types and order of their columns are theirs, the cells are made up, except for mtcars,
// whose 32 rows are R's own (Henderson and Velleman 1981, from the 1974 Motor Trend magazine).
import { lines } from '../writtenTable.ts';

/** `#` numbers the rows, `n` a measured number, `i` a count, `d` a date, `t` text that is different in each row, `a|b` categories. */
interface KnownTable {
  name: string;
  /** Any of them is right. */
  targets: string[];
  columns: string;
}

export const knownTables: KnownTable[] = [
  {
    name: 'titanic (Kaggle)',
    targets: ['Survived'],
    columns:
      'PassengerId #,Survived 0|1,Pclass 1|2|3,Name t,Sex male|female,Age n,SibSp 0|1|2,Parch 0|1|2,Ticket t,Fare n,Cabin t,Embarked S|C|Q',
  },
  {
    name: 'titanic (seaborn)',
    targets: ['survived', 'alive'],
    columns:
      'survived 0|1,pclass 1|2|3,sex male|female,age n,sibsp 0|1|2,parch 0|1|2,fare n,embarked S|C|Q,class First|Second|Third,who man|woman|child,adult_male True|False,deck A|B|C|D,embark_town S|C|Q,alive yes|no,alone True|False',
  },
  {
    name: 'boston housing',
    targets: ['MEDV'],
    columns:
      'CRIM n,ZN n,INDUS n,CHAS 0|1,NOX n,RM n,AGE n,DIS n,RAD 1|2|3|4|24,TAX i,PTRATIO n,B n,LSTAT n,MEDV n',
  },
  {
    name: 'california housing (scikit-learn)',
    targets: ['MedHouseVal'],
    columns:
      'MedInc n,HouseAge i,AveRooms n,AveBedrms n,Population i,AveOccup n,Latitude n,Longitude n,MedHouseVal n',
  },
  {
    name: 'california housing (Kaggle)',
    targets: ['median_house_value'],
    columns:
      'longitude n,latitude n,housing_median_age i,total_rooms i,total_bedrooms i,population i,households i,median_income n,median_house_value i,ocean_proximity INLAND|ISLAND|NEAR BAY',
  },
  {
    name: 'wine quality',
    targets: ['quality'],
    columns:
      'fixed acidity n,volatile acidity n,citric acid n,residual sugar n,chlorides n,free sulfur dioxide n,total sulfur dioxide n,density n,pH n,sulphates n,alcohol n,quality 3|4|5|6|7|8',
  },
  {
    name: 'diabetes (Pima)',
    targets: ['Outcome'],
    columns:
      'Pregnancies i,Glucose i,BloodPressure i,SkinThickness i,Insulin i,BMI n,DiabetesPedigreeFunction n,Age i,Outcome 0|1',
  },
  {
    name: 'diabetes (scikit-learn)',
    targets: ['target'],
    columns: 'age n,sex n,bmi n,bp n,s1 n,s2 n,s3 n,s4 n,s5 n,s6 n,target i',
  },
  {
    name: 'adult',
    targets: ['income'],
    columns:
      'age i,workclass Private|State-gov|Local-gov,fnlwgt i,education HS|BA|MA,education-num i,marital-status Married|Divorced|Never,occupation Sales|Tech|Craft,relationship Husband|Wife|Own-child,race White|Black|Other,sex Male|Female,capital-gain i,capital-loss i,hours-per-week i,native-country US|MX|IN,income <=50K|>50K',
  },
  {
    name: 'iris',
    targets: ['Species'],
    columns: 'Id #,SepalLengthCm n,SepalWidthCm n,PetalLengthCm n,PetalWidthCm n,Species a|b|c',
  },
  {
    name: 'iris (UCI)',
    targets: ['class'],
    columns: 'sepal_length n,sepal_width n,petal_length n,petal_width n,class a|b|c',
  },
  {
    name: 'penguins (seaborn)',
    targets: ['species'],
    columns:
      'species Adelie|Chinstrap|Gentoo,island Biscoe|Dream|Torgersen,bill_length_mm n,bill_depth_mm n,flipper_length_mm i,body_mass_g i,sex Male|Female',
  },
  {
    name: 'auto mpg',
    targets: ['mpg'],
    columns:
      'mpg n,cylinders 4|6|8,displacement n,horsepower i,weight i,acceleration n,model_year i,origin 1|2|3,car_name t',
  },
  {
    name: 'abalone',
    targets: ['Rings'],
    columns:
      'Sex M|F|I,Length n,Diameter n,Height n,Whole weight n,Shucked weight n,Viscera weight n,Shell weight n,Rings i',
  },
  {
    name: 'heart disease',
    targets: ['target'],
    columns:
      'age i,sex 0|1,cp 0|1|2|3,trestbps i,chol i,fbs 0|1,restecg 0|1|2,thalach i,exang 0|1,oldpeak n,slope 0|1|2,ca 0|1|2|3,thal 0|1|2|3,target 0|1',
  },
  {
    name: 'bank marketing',
    targets: ['y'],
    columns:
      'age i,job admin|tech|retired,marital single|married,education primary|secondary,default yes|no,balance i,housing yes|no,loan yes|no,contact cellular|phone,day i,month jan|feb|mar,duration i,campaign i,pdays i,previous i,poutcome success|failure|other,y yes|no',
  },
  {
    name: 'telco churn',
    targets: ['Churn'],
    columns:
      'customerID t,gender Male|Female,SeniorCitizen 0|1,Partner Yes|No,Dependents Yes|No,tenure i,PhoneService Yes|No,Contract Month|Year|TwoYear,PaymentMethod Check|Card|Bank,MonthlyCharges n,TotalCharges n,Churn Yes|No',
  },
  {
    name: 'employee attrition',
    targets: ['Attrition'],
    columns:
      'Age i,Attrition Yes|No,BusinessTravel Rarely|Often|Never,DailyRate i,Department Sales|RD|HR,DistanceFromHome i,Education 1|2|3|4|5,Gender Male|Female,MonthlyIncome i,JobSatisfaction 1|2|3|4,TotalWorkingYears i,YearsAtCompany i',
  },
  {
    name: 'diamonds',
    targets: ['price'],
    columns: 'carat n,cut Fair|Good|Ideal,color D|E|F|G,clarity SI|VS|IF,depth n,table n,price i,x n,y n,z n',
  },
  {
    name: 'insurance',
    targets: ['charges'],
    columns: 'age i,sex male|female,bmi n,children 0|1|2|3,smoker yes|no,region nw|ne|sw|se,charges n',
  },
  {
    name: 'tips',
    targets: ['tip'],
    columns:
      'total_bill n,tip n,sex Male|Female,smoker Yes|No,day Sun|Sat|Thur|Fri,time Dinner|Lunch,size 1|2|3|4|5|6',
  },
  {
    name: 'mushrooms',
    targets: ['class'],
    columns:
      'class e|p,cap-shape x|b|s,cap-surface s|y|f,cap-color n|y|w,bruises t|f,odor p|a|l|n,habitat u|g|m|d',
  },
  {
    name: 'breast cancer',
    targets: ['diagnosis'],
    columns:
      'id #,diagnosis M|B,radius_mean n,texture_mean n,perimeter_mean n,area_mean n,smoothness_mean n,radius_worst n,texture_worst n',
  },
  {
    name: 'hotel bookings',
    targets: ['is_canceled'],
    columns:
      'hotel City|Resort,is_canceled 0|1,lead_time i,arrival_date_year 2015|2016|2017,arrival_date_month May|June|July,adults 1|2|3,children 0|1|2,meal BB|HB,adr n,total_of_special_requests 0|1|2',
  },
  {
    name: 'rain in Australia',
    targets: ['RainTomorrow'],
    columns:
      'Date d,Location Sydney|Perth|Hobart,MinTemp n,MaxTemp n,Rainfall n,Humidity3pm i,Pressure9am n,RainToday Yes|No,RainTomorrow Yes|No',
  },
  {
    name: 'house prices (Kaggle)',
    targets: ['SalePrice'],
    columns:
      'Id #,MSSubClass 20|30|60,LotArea i,Street Pave|Grvl,OverallQual i,YearBuilt i,GrLivArea i,GarageCars 0|1|2|3,SaleType WD|New,SaleCondition Normal|Abnorml,SalePrice i',
  },
  {
    name: 'concrete',
    targets: ['concrete_compressive_strength'],
    columns:
      'cement n,slag n,ash n,water n,superplastic n,coarseagg n,fineagg n,age i,concrete_compressive_strength n',
  },
  {
    name: 'loan approval',
    targets: ['Loan_Status'],
    columns:
      'Loan_ID t,Gender Male|Female,Married Yes|No,Dependents 0|1|2,Education Graduate|Not,ApplicantIncome i,LoanAmount i,Credit_History 0|1,Property_Area Urban|Rural,Loan_Status Y|N',
  },
  {
    name: 'credit card fraud',
    targets: ['Class'],
    columns: 'Time i,V1 n,V2 n,V3 n,V4 n,V5 n,Amount n,Class 0|1',
  },
  {
    name: 'bike sharing',
    targets: ['cnt'],
    columns:
      'instant #,dteday d,season 1|2|3|4,yr 0|1,mnth i,holiday 0|1,weekday i,weathersit 1|2|3,temp n,hum n,windspeed n,cnt i',
  },
  {
    name: 'Korean flats',
    targets: ['거래금액(만원)'],
    columns: '번호 #,시군구 강남구|서초구|송파구,전용면적(㎡) n,층 i,건축년도 i,거래금액(만원) i',
  },
  {
    name: 'Korean churn',
    targets: ['이탈여부'],
    columns: '이탈여부 예|아니오,나이 i,성별 남|여,이용개월 i,월요금 n,상담횟수 i',
  },
  {
    name: 'Korean survey',
    targets: ['만족도'],
    columns: '이름 t,나이 i,성별 남|여,만족도 1|2|3|4|5,방문횟수 i,지역 서울|부산|대구',
  },
];

/** The file's text. */
export function contentOf({ columns }: KnownTable, rows = 200): string {
  const parts = columns.split(',').map((text) => {
    const at = text.lastIndexOf(' ', text.includes('|') ? text.indexOf('|') : undefined);
    return { name: text.slice(0, at), cells: text.slice(at + 1) };
  });
  const line = (row: number) => parts.map(({ cells }, k) => cellOf(cells, row, k)).join(',');
  return lines(parts.map(({ name }) => name).join(','), rows, line);
}

function cellOf(cells: string, row: number, column: number): string {
  // A walk through the rows that repeats late and is another for each column.
  const walk = (row * 7919 + column * 104_729 + ((row * row) % 613)) % 997;
  if (cells === '#') return String(row + 1);
  if (cells === 'd') return `2020-0${1 + (row % 9)}-1${row % 10}`;
  if (cells === 't') return `text ${row} of ${column}`;
  if (cells === 'i') return String(walk);
  if (cells === 'n') return (walk / 7).toFixed(3);
  const levels = cells.split('|');
  return levels[walk % levels.length]!;
}

export const mtcars = `model,mpg,cyl,disp,hp,drat,wt,qsec,vs,am,gear,carb
Mazda RX4,21,6,160,110,3.9,2.62,16.46,0,1,4,4
Mazda RX4 Wag,21,6,160,110,3.9,2.875,17.02,0,1,4,4
Datsun 710,22.8,4,108,93,3.85,2.32,18.61,1,1,4,1
Hornet 4 Drive,21.4,6,258,110,3.08,3.215,19.44,1,0,3,1
Hornet Sportabout,18.7,8,360,175,3.15,3.44,17.02,0,0,3,2
Valiant,18.1,6,225,105,2.76,3.46,20.22,1,0,3,1
Duster 360,14.3,8,360,245,3.21,3.57,15.84,0,0,3,4
Merc 240D,24.4,4,146.7,62,3.69,3.19,20,1,0,4,2
Merc 230,22.8,4,140.8,95,3.92,3.15,22.9,1,0,4,2
Merc 280,19.2,6,167.6,123,3.92,3.44,18.3,1,0,4,4
Merc 280C,17.8,6,167.6,123,3.92,3.44,18.9,1,0,4,4
Merc 450SE,16.4,8,275.8,180,3.07,4.07,17.4,0,0,3,3
Merc 450SL,17.3,8,275.8,180,3.07,3.73,17.6,0,0,3,3
Merc 450SLC,15.2,8,275.8,180,3.07,3.78,18,0,0,3,3
Cadillac Fleetwood,10.4,8,472,205,2.93,5.25,17.98,0,0,3,4
Lincoln Continental,10.4,8,460,215,3,5.424,17.82,0,0,3,4
Chrysler Imperial,14.7,8,440,230,3.23,5.345,17.42,0,0,3,4
Fiat 128,32.4,4,78.7,66,4.08,2.2,19.47,1,1,4,1
Honda Civic,30.4,4,75.7,52,4.93,1.615,18.52,1,1,4,2
Toyota Corolla,33.9,4,71.1,65,4.22,1.835,19.9,1,1,4,1
Toyota Corona,21.5,4,120.1,97,3.7,2.465,20.01,1,0,3,1
Dodge Challenger,15.5,8,318,150,2.76,3.52,16.87,0,0,3,2
AMC Javelin,15.2,8,304,150,3.15,3.435,17.3,0,0,3,2
Camaro Z28,13.3,8,350,245,3.73,3.84,15.41,0,0,3,4
Pontiac Firebird,19.2,8,400,175,3.08,3.845,17.05,0,0,3,2
Fiat X1-9,27.3,4,79,66,4.08,1.935,18.9,1,1,4,1
Porsche 914-2,26,4,120.3,91,4.43,2.14,16.7,0,1,5,2
Lotus Europa,30.4,4,95.1,113,3.77,1.513,16.9,1,1,5,2
Ford Pantera L,15.8,8,351,264,4.22,3.17,14.5,0,1,5,4
Ferrari Dino,19.7,6,145,175,3.62,2.77,15.5,0,1,5,6
Maserati Bora,15,8,301,335,3.54,3.57,14.6,0,1,5,8
Volvo 142E,21.4,4,121,109,4.11,2.78,18.6,1,1,4,2
`;
